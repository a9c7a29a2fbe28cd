import { type ChildProcess, execFile, spawn } from "node:child_process";
import { open, readFile, rename, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import type { Binaries } from "./binaries.ts";
import { serverEnvironment } from "./cluster-files.ts";
import type { Identity } from "./identity.ts";
import { isAlive } from "./is-alive.ts";
import { readPidFile } from "./pid-file.ts";

export type ServerRequest = {
  readonly binaries: Binaries;
  readonly identity: Identity;
  readonly folder: string;
  readonly port: number;
  readonly isDurable: boolean;
};

/** A server that this process started. */
export type ServerProcess = {
  readonly pid: number;
  readonly exited: Promise<void>;
  readonly stop: () => Promise<void>;
};

export type StartOutcome =
  | { readonly kind: "ready"; readonly server: ServerProcess }
  /** The server ended before it was ready; `log` is what it said. */
  | { readonly kind: "ended"; readonly log: string };

const readySeconds = 300;
const logBytesMax = 10_000_000;

/** Starts PostgreSQL and waits until it accepts connections; recovery after a crash is part of that wait. */
export async function startServer(request: ServerRequest): Promise<StartOutcome> {
  const data = path.join(request.folder, "data");
  const logFile = path.join(request.folder, "server.log");
  await rotateLog(logFile);
  const log = await open(logFile, "a", 0o600);
  const logStart = (await log.stat()).size;
  const child = spawn(request.binaries.postgres, ["-D", data, ...settings(request)], {
    ...request.identity,
    ...serverEnvironment(),
    cwd: request.folder,
    // A group of its own: Ctrl-C in the terminal reaches the launcher only, which stops things in order.
    detached: true,
    // A file rather than a pipe, so that the server can outlive a killed launcher and shut down cleanly.
    stdio: ["ignore", log.fd, log.fd],
  });
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  try {
    if (child.pid !== undefined) {
      const server = manage(child.pid, exited, request);
      if (await waitUntilReady(data, child)) {
        return { kind: "ready", server };
      }
      await server.stop();
    }
    await exited;
    return { kind: "ended", log: (await readFile(logFile)).subarray(logStart).toString() };
  } finally {
    await log.close();
  }
}

/** Asks a server to end its sessions and write everything out; `exited` settles when it is gone. */
export async function stopServer(pid: number, request: Pick<ServerRequest, "binaries" | "folder">) {
  if (process.platform === "win32") {
    const data = path.join(request.folder, "data");
    await promisify(execFile)(request.binaries.pgCtl, ["stop", "-D", data, "-m", "fast"]);
    return;
  }
  // PostgreSQL's signals: SIGINT is a fast shutdown, SIGQUIT an immediate one that the next start
  // recovers from. Neither loses anything that was committed.
  for (const [signal, seconds] of [
    ["SIGINT", 30],
    ["SIGQUIT", 10],
    ["SIGKILL", 10],
  ] as const) {
    if (!sendSignal(pid, signal) || (await waitUntilGone(pid, seconds))) {
      return;
    }
  }
}

function settings({ port, isDurable }: ServerRequest): string[] {
  const durable = isDurable ? "on" : "off";
  const values = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    // No socket file, whose path would be too long below deep folders.
    unix_socket_directories: "",
    password_encryption: "scram-sha-256",
    fsync: durable,
    synchronous_commit: durable,
    full_page_writes: durable,
    timezone: "UTC",
    log_timezone: "UTC",
    log_checkpoints: "off",
    max_connections: "200",
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

async function waitUntilReady(data: string, child: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + readySeconds * 1000;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    const file = await readPidFile(data);
    if (file?.pid === child.pid && file?.isReady) {
      return true;
    }
    await delay(30);
  }
  return false;
}

function manage(pid: number, exited: Promise<void>, request: ServerRequest): ServerProcess {
  const guard = process.platform === "win32" ? null : guardAgainstLauncherDeath(pid);
  return {
    pid,
    exited: exited.then(() => guard?.release()),
    async stop() {
      await stopServer(pid, request);
      await exited;
    },
  };
}

/**
 * A shell that reads from this process: the end of that input without a word means that this
 * process was killed, and the shell then shuts the server down.
 */
function guardAgainstLauncherDeath(pid: number): { readonly release: () => void } {
  const guard = spawn("/bin/sh", ["-c", 'read -r word || kill -INT "$0"', String(pid)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  // Without its guard a server is only found and stopped at the next start, so its loss is no fault.
  guard.on("error", () => {});
  guard.stdin.on("error", () => {});
  guard.unref();
  return {
    release() {
      guard.stdin.end("released\n");
    },
  };
}

function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    // Only a process that is gone refuses the signal of the user it belongs to.
    return false;
  }
}

async function waitUntilGone(pid: number, seconds: number): Promise<boolean> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    if (!isAlive(pid)) {
      return true;
    }
    await delay(50);
  }
  return false;
}

async function rotateLog(logFile: string): Promise<void> {
  try {
    if ((await stat(logFile)).size > logBytesMax) {
      await rename(logFile, `${logFile}.old`);
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) {
      throw error;
    }
  }
}
