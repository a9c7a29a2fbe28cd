import { chdir } from "node:process";
import { ensureInstalled, root } from "./ensure-installed.mjs";

/** The commands that a fresh clone must be able to run; the others say that something is missing. */
const installing = ["quickstart", "test"];

/**
 * Runs a command of the launcher, which is TypeScript and needs the installed packages.
 * @param {string[]} words the command and its options
 */
export async function run(words) {
  chdir(root);
  const isInstalled = await ensureInstalled({ mayInstall: installing.includes(words[0] ?? "") });
  if (!isInstalled) {
    process.exitCode = 1;
    return;
  }
  const { register } = await import("tsx/esm/api");
  register();
  const { runCommand } = await import("./run-command.ts");
  await runCommand(words);
}
