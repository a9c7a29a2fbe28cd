import { foldOpenPairTallies } from "#db/queries/open-pairs.ts";
import { learn, refillQueues } from "#server/jobs/learn.ts";
import { repeat } from "#server/jobs/repeat.ts";
import { writeExports } from "#server/jobs/write-exports.ts";
import { logger } from "#server/logger.ts";
import { openDatabase } from "#server/runtime.ts";
import { expireLeases } from "#server/services/expire-leases.ts";
import { failSilentImports } from "#server/services/fail-silent-imports.ts";

/**
 * The process that learns and tidies up. It keeps nothing that another process needs: what there is
 * to do is read from the tables, so any number of workers may run and any may be killed.
 */
async function work(): Promise<void> {
  const connection = openDatabase();
  const { db } = connection;
  const stop = new AbortController();
  process.once("SIGTERM", () => stop.abort());
  process.once("SIGINT", () => stop.abort());
  const { signal } = stop;
  logger.info("worker started");
  await Promise.all([
    repeat("learn", () => learn(db), { pauseMs: 1000, signal }),
    repeat("refill queues", () => refillQueues(db), { pauseMs: 1000, signal }),
    repeat("write exports", () => writeExports(db), { pauseMs: 1000, signal }),
    repeat("fail silent imports", () => failSilentImports(db), { pauseMs: 60_000, signal }),
    repeat("fold tallies", () => foldOpenPairTallies(db), { pauseMs: 5000, signal }),
    repeat("expire leases", () => expireLeases(db), { pauseMs: 5000, signal }),
  ]);
  await connection.close();
}

await work();
