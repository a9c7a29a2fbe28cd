import { constants, setPriority } from "node:os";
import { assignEncoder, keepScores } from "#server/jobs/keep-scores.ts";
import {
  adoptScores,
  learn,
  rankStaleQueues,
  refillQueues,
  refitUnreadable,
} from "#server/jobs/learn.ts";
import { answerRescorings, proveLearning } from "#server/jobs/prove-learning.ts";
import { repeat } from "#server/jobs/repeat.ts";
import { writeExports } from "#server/jobs/write-exports.ts";
import { logger } from "#server/logger.ts";
import { openDatabase } from "#server/runtime.ts";
import { expireLeases } from "#server/services/expire-leases.ts";
import { failSilentImports } from "#server/services/fail-silent-imports.ts";
import { foldTallies } from "#server/services/fold-tallies.ts";
import { getWorkerScoreTools } from "#server/worker-runtime.ts";

/** Each job that holds a lock holds a connection, and does its work on a second one. */
const connectionsMax = 24;

/**
 * The process that learns and tidies up. It keeps nothing that another process needs: what there is
 * to do is read from the tables, so any number of workers may run and any may be killed.
 */
async function work(): Promise<void> {
  // Where processors are few, serving pairs goes before learning from them.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const connection = openDatabase(connectionsMax);
  const { db } = connection;
  const { tools, encoderModel, end } = getWorkerScoreTools();
  const stop = new AbortController();
  process.once("SIGTERM", () => stop.abort());
  process.once("SIGINT", () => stop.abort());
  const { signal } = stop;
  logger.info("worker started");
  await Promise.all([
    repeat("learn", () => learn(db), { pauseMs: 1000, signal }),
    repeat("assign encoder", () => assignEncoder(db, encoderModel), {
      pauseMs: 10_000,
      signal,
    }),
    repeat("keep scores", () => keepScores(db, tools, signal), { pauseMs: 3000, signal }),
    repeat("adopt scores", () => adoptScores(db), { pauseMs: 5000, signal }),
    repeat("refit unreadable", () => refitUnreadable(db), { pauseMs: 3_600_000, signal }),
    repeat("rank stale queues", () => rankStaleQueues(db), { pauseMs: 2000, signal }),
    repeat("prove learning", () => proveLearning(db), { pauseMs: 5000, signal }),
    repeat("answer rescorings", () => answerRescorings(db), { pauseMs: 2000, signal }),
    repeat("refill queues", () => refillQueues(db), { pauseMs: 1000, signal }),
    repeat("write exports", () => writeExports(db), { pauseMs: 1000, signal }),
    repeat("fail silent imports", () => failSilentImports(db), { pauseMs: 60_000, signal }),
    repeat("fold tallies", () => foldTallies(db), { pauseMs: 5000, signal }),
    repeat("expire leases", () => expireLeases(db), { pauseMs: 5000, signal }),
  ]);
  end();
  await connection.close();
}

await work();
