import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { explainFileError } from "#db/embedded/start-fault.ts";
import { checkout } from "./folders.ts";

export type ChildServiceRequest = {
  /** What people call it, for the sentence that says that it died. */
  readonly name: string;
  /** What Node runs, with its options. */
  readonly words: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Where its output goes; `null` means to this terminal. */
  readonly logFile: string | null;
};

export type ChildService = {
  /** How often it ended without having been asked to. */
  readonly deaths: () => number;
  readonly stop: () => Promise<void>;
};

const stopSeconds = 15;
const calmMilliseconds = 60_000;
const pauseMillisecondsMax = 30_000;

/** Keeps a process of the product running until `stop`, with growing pauses between restarts. */
export function superviseChild(request: ChildServiceRequest): ChildService {
  const stopping = new AbortController();
  let child = start(request);
  let deaths = 0;
  async function watch(): Promise<void> {
    let attempts = 0;
    while (!stopping.signal.aborted) {
      const startedAt = Date.now();
      const reason = await waitForEnd(child);
      if (stopping.signal.aborted) {
        return;
      }
      deaths++;
      attempts = Date.now() - startedAt > calmMilliseconds ? 1 : attempts + 1;
      console.error(`The ${request.name} ended (${reason}) and is being started again.`);
      await pause(Math.min(pauseMillisecondsMax, 250 * 2 ** attempts), stopping.signal);
      if (!stopping.signal.aborted) {
        child = start(request);
      }
    }
  }
  const watching = watch();
  return {
    deaths: () => deaths,
    async stop() {
      stopping.abort();
      await endChild(child);
      await watching;
    },
  };
}

/**
 * A group of its own keeps the terminal's Ctrl-C away, so that the launcher stops things in order;
 * the channel tells the child when the launcher itself was killed (see end-with-launcher.mjs).
 */
function start(request: ChildServiceRequest): ChildProcess {
  const log = request.logFile === null ? "inherit" : openLog(request.logFile);
  try {
    return spawn(process.execPath, [...request.words], {
      cwd: checkout,
      env: request.environment,
      detached: true,
      stdio: ["ignore", log, log, "ipc"],
    });
  } finally {
    if (typeof log === "number") {
      closeSync(log);
    }
  }
}

function openLog(file: string): number {
  try {
    return openSync(file, "a", 0o600);
  } catch (error) {
    throw explainFileError(error, file);
  }
}

async function waitForEnd(child: ChildProcess): Promise<string> {
  if (hasEnded(child)) {
    return describeEnd(child);
  }
  return new Promise((resolve) => {
    child.once("exit", () => resolve(describeEnd(child)));
    child.once("error", (error) => resolve(error.message));
  });
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function describeEnd(child: ChildProcess): string {
  return child.signalCode ?? `exit code ${child.exitCode}`;
}

async function endChild(child: ChildProcess): Promise<void> {
  if (hasEnded(child) || child.pid === undefined) {
    return;
  }
  const ended = waitForEnd(child);
  child.kill("SIGTERM");
  const patience = new AbortController();
  const isEnded = await Promise.race([
    ended.then(() => true),
    pause(stopSeconds * 1000, patience.signal).then(() => false),
  ]);
  patience.abort();
  if (!isEnded) {
    // The whole group, because a process that hangs may have left children behind.
    process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
    await ended;
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal });
  } catch {
    // An abort ends the pause early, which is all that it is for.
  }
}
