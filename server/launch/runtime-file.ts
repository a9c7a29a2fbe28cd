import { readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { explainFileError } from "#db/embedded/start-fault.ts";
import { dataFolder } from "./folders.ts";

const runtime = z.object({
  /** The process of the launcher. */
  pid: z.number(),
  databaseUrl: z.string(),
  /** Where the product answers; absent until it does. */
  url: z.string().optional(),
});

export type Runtime = z.infer<typeof runtime>;

/** Tells other commands of this checkout what runs; readable by this user only, as it holds a password. */
export async function writeRuntime(value: Runtime): Promise<void> {
  const file = runtimeFile();
  const unfinished = `${file}.${process.pid}`;
  try {
    await writeFile(unfinished, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    await rename(unfinished, file);
  } catch (error) {
    throw explainFileError(error, file);
  }
}

/** `null` when nothing runs, or what ran was killed before it wrote anything whole. */
export async function readRuntime(): Promise<Runtime | null> {
  try {
    return runtime.parse(JSON.parse(await readFile(runtimeFile(), "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return null;
    }
    throw explainFileError(error, runtimeFile());
  }
}

export async function removeRuntime(): Promise<void> {
  await rm(runtimeFile(), { force: true });
}

function runtimeFile(): string {
  return path.join(dataFolder(), "runtime.json");
}
