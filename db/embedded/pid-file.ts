import { spawnSync } from "node:child_process";
import { readFile, readlink, realpath, rm } from "node:fs/promises";
import path from "node:path";
import { isAlive } from "./is-alive.ts";

/** What a running PostgreSQL writes about itself into `postmaster.pid`. */
export type PidFile = { readonly pid: number; readonly port: number; readonly isReady: boolean };

/** `null` when there is no such file, or none that is complete yet. */
export async function readPidFile(data: string): Promise<PidFile | null> {
  let text: string;
  try {
    text = await readFile(path.join(data, "postmaster.pid"), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return null;
    }
    throw error;
  }
  // Line 1 is the process, line 4 its port, line 8 its state; see miscadmin.h in PostgreSQL's source.
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 0
    ? { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === "ready" }
    : null;
}

/**
 * The server that runs on these files, whoever started it. A file left behind by a killed server
 * is removed when its process number now belongs to something else (PostgreSQL itself would take
 * any living process of the same user for a server, which in a container is the usual case).
 */
export async function findRunningServer(data: string): Promise<PidFile | null> {
  const file = await readPidFile(data);
  if (file === null || !isAlive(file.pid)) {
    return null;
  }
  if (await isServerOf(file.pid, data)) {
    return file;
  }
  await rm(path.join(data, "postmaster.pid"), { force: true });
  return null;
}

async function isServerOf(pid: number, data: string): Promise<boolean> {
  if (process.platform === "linux") {
    try {
      // PostgreSQL works in its data folder.
      return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(data));
    } catch (error) {
      // A process that ended meanwhile is no server; one that may not be inspected could be.
      return !(error instanceof Error && "code" in error && error.code === "ENOENT");
    }
  }
  if (process.platform === "win32") {
    return true;
  }
  const command = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return command.stdout.includes("postgres");
}
