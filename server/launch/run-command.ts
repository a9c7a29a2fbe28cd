import { existsSync } from "node:fs";
import path from "node:path";
import { StartFault } from "#db/embedded/start-fault.ts";
import { EnvironmentFault } from "#server/env.ts";
import { buildProduct } from "./build-product.ts";
import { checkout } from "./folders.ts";
import { launchProduct } from "./launch-product.ts";
import { migrateOnly } from "./migrate-only.ts";
import { runAlone } from "./run-alone.ts";
import { runTests } from "./run-tests.ts";

const commands: Readonly<Record<string, (options: readonly string[]) => Promise<void>>> = {
  quickstart: (options) => launchProduct("quickstart", options),
  start: (options) => launchProduct("start", options),
  dev: (options) => launchProduct("dev", options),
  web: () => runAlone("web"),
  worker: () => runAlone("worker"),
  "score-service": () => runAlone("score-service"),
  migrate: () => migrateOnly(),
  build: () => buildProduct(),
  test: (options) => runTests(options),
};

/** Runs one command of package.json. A fault is one sentence and exit code 1. */
export async function runCommand([name = "", ...options]: readonly string[]): Promise<void> {
  const command = commands[name];
  try {
    loadVariables();
    if (command === undefined) {
      throw new StartFault(
        `There is no command "${name}": use one of ${Object.keys(commands).join(", ")}.`,
      );
    }
    await command(options);
  } catch (error) {
    process.exitCode = 1;
    const isExpected = error instanceof StartFault || error instanceof EnvironmentFault;
    console.error(isExpected ? error.message : error);
  }
  // What still runs by now, such as a timer of a closed connection, must not hold the terminal.
  process.exit();
}

/** Variables that are set already win over the files, and `.env.local` wins over `.env`. */
function loadVariables(): void {
  for (const name of [".env.local", ".env"]) {
    const file = path.join(checkout, name);
    if (existsSync(file)) {
      process.loadEnvFile(file);
    }
  }
}
