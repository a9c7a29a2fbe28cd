import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { explainFileError, StartFault } from "#db/embedded/start-fault.ts";
import { checkout } from "./folders.ts";

const buildFolder = path.join(checkout, ".next");
/** Names what the build was made from; the build itself leaves this file alone. */
const mark = path.join(buildFolder, "tiebreak-inputs");

/** Builds when there is no build, or when what it was made from has changed since. */
export async function buildWhenStale(signal: AbortSignal): Promise<void> {
  if (hasBuild() && (await readMark()) === (await hashInputs())) {
    return;
  }
  console.log("Building (about a minute, and only when something changed) …");
  await buildProduct(signal);
}

/** @throws StartFault when the build does not succeed; its output says why. */
export async function buildProduct(signal?: AbortSignal): Promise<void> {
  const inputs = await hashInputs();
  await runBuild(signal);
  try {
    await writeFile(mark, inputs);
  } catch (error) {
    throw explainFileError(error, buildFolder);
  }
}

export function hasBuild(): boolean {
  return existsSync(path.join(buildFolder, "BUILD_ID"));
}

async function runBuild(signal: AbortSignal | undefined): Promise<void> {
  const next = path.join(checkout, "node_modules", "next", "dist", "bin", "next");
  const child = spawn(process.execPath, [next, "build"], {
    cwd: checkout,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "inherit", "inherit"],
    signal,
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code !== 0) {
    throw new StartFault(
      "The build failed, and its output above says why: mend that and start again.",
    );
  }
}

async function readMark(): Promise<string | null> {
  return existsSync(mark) ? await readFile(mark, "utf8") : null;
}

const inputFolders = ["app", "server", "db", "public"];
const inputFiles = [
  "package-lock.json",
  "package.json",
  "tsconfig.json",
  "next.config.js",
  "next.config.ts",
  "postcss.config.js",
  "postcss.config.mjs",
  "proxy.ts",
];

/** Content rather than times, because a clone or a checkout of another branch touches every time. */
async function hashInputs(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of [...(await listSources()), ...inputFiles].sort()) {
    const full = path.join(checkout, file);
    if (existsSync(full)) {
      hash
        .update(`${file}\0`)
        .update(await readFile(full))
        .update("\0");
    }
  }
  for (const name of Object.keys(process.env).sort()) {
    if (name.startsWith("NEXT_PUBLIC_")) {
      hash.update(`${name}=${process.env[name]}\0`);
    }
  }
  return hash.digest("hex");
}

async function listSources(): Promise<string[]> {
  const lists = await Promise.all(
    inputFolders
      .filter((folder) => existsSync(path.join(checkout, folder)))
      .map(async (folder) => {
        const entries = await readdir(path.join(checkout, folder), {
          recursive: true,
          withFileTypes: true,
        });
        return entries
          .filter((entry) => entry.isFile() && !/\.(test|story)\.tsx?$/.test(entry.name))
          .map((entry) => path.relative(checkout, path.join(entry.parentPath, entry.name)));
      }),
  );
  return lists.flat();
}
