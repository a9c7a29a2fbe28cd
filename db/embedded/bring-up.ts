import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Binaries } from "./binaries.ts";
import { claimCluster } from "./claim.ts";
import { databaseUser } from "./cluster-files.ts";
import type { Identity } from "./identity.ts";
import { findRunningServer } from "./pid-file.ts";
import type { Placement } from "./placement.ts";
import { type ServerProcess, startServer, stopServer } from "./server-process.ts";
import { AlreadyRunning, diskFull, permissionMissing, StartFault } from "./start-fault.ts";

/** Everything that a server needs apart from a port. */
export type Cluster = {
  readonly binaries: Binaries;
  readonly identity: Identity;
  readonly placement: Placement;
};

export type Start = Cluster & { readonly isDurable: boolean; readonly port: number | null };

/** A server that this process started and holds the claim on. */
export type Running = Cluster & {
  readonly isDurable: boolean;
  readonly port: number;
  readonly server: ServerProcess;
  readonly release: () => Promise<void>;
};

const startSeconds = 60;

/** Repeats until this process holds a server of its own, or knows that it cannot. */
export async function bringUp(start: Start): Promise<Running> {
  const deadline = Date.now() + startSeconds * 1000;
  let lastWords = "";
  while (Date.now() < deadline) {
    if (await clearWay(start)) {
      const outcome = await startAndClaim(start);
      if (typeof outcome !== "string") {
        return outcome;
      }
      lastWords = outcome;
      explainLastWords(lastWords, start.placement.folder);
    }
    await delay(300);
  }
  throw new StartFault(
    `PostgreSQL did not start on ${start.placement.folder} (${lastLineOf(lastWords)}): see ${path.join(start.placement.folder, "server.log")}.`,
  );
}

/** Stops a server that a killed start left behind; false while there is nothing to do but wait. */
async function clearWay(start: Start): Promise<boolean> {
  const running = await findRunningServer(dataOf(start.placement));
  if (running === null) {
    return true;
  }
  const claim = await claimCluster(urlOf({ ...start, port: running.port }, "postgres"));
  if (claim.kind === "held") {
    throw new AlreadyRunning(
      `Tiebreak is already running on ${start.placement.folder} (PostgreSQL is process ${running.pid}): use that one, or stop it first.`,
    );
  }
  if (claim.kind === "unreachable") {
    return false;
  }
  await stopServer(running.pid, { binaries: start.binaries, folder: start.placement.folder });
  await claim.release();
  return true;
}

/** Gives back the server, or what it said when it ended at once. */
async function startAndClaim(start: Start): Promise<Running | string> {
  const port = start.port ?? (await findFreePort());
  const { binaries, identity, isDurable, placement } = start;
  const outcome = await startServer({
    binaries,
    identity,
    isDurable,
    port,
    folder: placement.folder,
  });
  if (outcome.kind === "ended") {
    return outcome.log;
  }
  const { server } = outcome;
  const claim = await claimCluster(urlOf({ placement, port }, "postgres"));
  if (claim.kind === "claimed") {
    return { ...start, port, server, release: claim.release };
  }
  // Another start took this server for a leftover; it is the one that goes on.
  await server.stop();
  return claim.kind === "held" ? "" : String(claim.reason);
}

/** @throws StartFault for what waiting does not cure. */
function explainLastWords(log: string, folder: string): void {
  if (/No space left on device|Disk quota exceeded/.test(log)) {
    throw diskFull(folder);
  }
  if (/FATAL:.*(?:Permission denied|invalid permissions|wrong ownership)/.test(log)) {
    throw permissionMissing(folder);
  }
  if (/FATAL: {2}(?:could not|configuration file|database files|data directory)/.test(log)) {
    const sentence = lastLineOf(
      log
        .split("\n")
        .filter((line) => line.includes("FATAL:"))
        .join("\n"),
    );
    throw new StartFault(
      `PostgreSQL did not start on ${folder} (${sentence}): see ${path.join(folder, "server.log")}.`,
    );
  }
}

function lastLineOf(log: string): string {
  const line = log.trim().split("\n").at(-1) ?? "";
  return line.replace(/^.*?(?:FATAL|PANIC|LOG|ERROR): */, "") || "it did not say why";
}

export function dataOf(placement: Placement): string {
  return path.join(placement.folder, "data");
}

export function urlOf(
  { placement, port }: { readonly placement: Placement; readonly port: number },
  database: string,
): string {
  return `postgres://${databaseUser}:${placement.password}@127.0.0.1:${port}/${database}`;
}

async function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === "string") {
          reject(new Error("the system gave no port number"));
          return;
        }
        resolve(address.port);
      });
    });
  });
}
