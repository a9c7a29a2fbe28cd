import type { Database } from "#db/client.ts";
import { findScored, listScorable, listUnscored } from "#db/queries/completion-scores.ts";
import {
  recordServiceAnswer,
  recordServiceFault,
  recordServiceVersion,
  type ScoreServiceRecord,
} from "#db/queries/score-services.ts";
import { Fault, ModelVersionChanged, ScoreServiceFault } from "#server/errors.ts";
import { logger } from "#server/logger.ts";
import { askApart } from "./ask-apart.ts";
import { requireDifferences } from "./doubt-answers.ts";
import { openService } from "./open-service.ts";
import { faultyScore } from "./read-item-score.ts";
import { type Scorable, scoreBatch, storeAnswers, toItems } from "./score-batch.ts";
import type { ScoreRun } from "./score-run.ts";
import type { ScoreTools } from "./score-tools.ts";

const batchSize = 128;
/** No batch is begun after this long, so that a run's lock and connection are not held for ever. */
const runMsMax = 60_000;
/** One call to the adapter, with its retries. */
const callMsMax = 180_000;
/** The search for a text that a service hangs or breaks over ends after this long, and goes on later. */
const searchMsMax = 600_000;
/** A service with nothing to do is asked who it is this often. */
const idleMs = 60_000;
const pauseSecondsMax = 300;
/** A longer pause than ours is kept if the service asks for it, up to this. */
const wantedSecondsMax = 3_600;

type Opened = Omit<ScoreRun, "described">;

/**
 * Asks a project's score service for everything that its present version has not answered for, in
 * batches that are each kept whole or not at all. It may be cut off anywhere and goes on where it
 * was. What the service does wrong is noted in words with when to ask again; nothing is thrown.
 *
 * @param stop ends the run early without blaming the service
 */
export async function keepScores(
  db: Database,
  params: {
    readonly service: ScoreServiceRecord;
    readonly tools: ScoreTools;
    readonly stop: AbortSignal;
  },
): Promise<{ readonly stored: number }> {
  const { service, tools, stop } = params;
  if (!(await isWorthAsking(db, service))) return { stored: 0 };
  const counts = { stored: 0 };
  const limitCall = () => AbortSignal.any([stop, AbortSignal.timeout(callMsMax)]);
  try {
    const adapter = openService(service, tools);
    try {
      await runOn(db, { service, tools, adapter, limitCall }, counts);
    } finally {
      await adapter.close();
    }
  } catch (error) {
    if (!stop.aborted) await blame(db, service, error);
  }
  return counts;
}

async function isWorthAsking(db: Database, service: ScoreServiceRecord): Promise<boolean> {
  const { modelVersion, answeredAt, failingSince } = service;
  if (modelVersion === null || answeredAt === null || failingSince !== null) return true;
  if (Date.now() - answeredAt.getTime() >= idleMs) return true;
  const { id, projectId } = service;
  const wanted = { projectId, serviceId: id, modelVersion, afterId: 0, limit: 1 };
  return (await listUnscored(db, wanted)).length > 0;
}

type Counts = { stored: number };

async function runOn(db: Database, opened: Opened, counts: Counts): Promise<void> {
  const { service, adapter, tools, limitCall } = opened;
  const described = await adapter.describe(limitCall());
  const { modelVersion, scale, fingerprint } = described;
  if (modelVersion !== service.modelVersion) {
    const wrong = await tools.recheck(adapter, limitCall());
    if (wrong !== null) throw new ScoreServiceFault("bad_reply", wrong);
  }
  const run = { ...opened, described };
  const seen = { modelVersion, scale, fingerprint };
  if (!(await recordServiceVersion(db, service, seen))) return;
  const wanted = { projectId: service.projectId, serviceId: service.id, modelVersion };
  const start = Date.now();
  for (let afterId = 0; Date.now() < start + runMsMax; ) {
    const missing = await listUnscored(db, { ...wanted, afterId, limit: batchSize });
    const last = missing.at(-1);
    if (last === undefined) {
      await requireDifferences(db, run);
      // With nothing left to score, the fixed texts that it has just answered speak for it.
      await recordServiceAnswer(db, service, seen);
      return;
    }
    afterId = last.id;
    if (!(await keepBatch(db, run, { missing, start, counts }))) return;
  }
}

/** False when the service became another one, so that the run is over. */
async function keepBatch(
  db: Database,
  run: ScoreRun,
  params: {
    readonly missing: readonly Scorable[];
    readonly start: number;
    readonly counts: Counts;
  },
): Promise<boolean> {
  const groups = await groupMissing(db, run, params.missing);
  const count = (stored: number | null) => {
    params.counts.stored += stored ?? 0;
    return stored !== null;
  };
  return await askApart(groups, {
    ask: async (part) => count(await scoreBatch(db, run, part.flat())),
    requireAlive: (failure) => requireAlive(run, failure),
    answersKnownText: () => answersKnownText(db, run),
    giveUp: async (group, failure) => {
      const rows = group.map(({ id }) => ({
        ...faultyScore(describeCulprit(failure), true),
        completionId: id,
      }));
      return (await storeAnswers(db, run, { rows, isAnswer: false })) !== null;
    },
    isLate: () => Date.now() > params.start + searchMsMax,
  });
}

/** What must be asked together: the completions of a prompt, or each by itself. */
async function groupMissing(
  db: Database,
  { adapter }: ScoreRun,
  missing: readonly Scorable[],
): Promise<Scorable[][]> {
  if (!adapter.isRelative) return missing.map((completion) => [completion]);
  const promptIds = [...new Set(missing.map(({ promptId }) => promptId))];
  const all = await listScorable(db, promptIds);
  return promptIds.map((id) => all.filter(({ promptId }) => promptId === id));
}

/** @throws the failure itself when the service does not answer fixed texts either */
async function requireAlive(run: ScoreRun, failure: unknown): Promise<void> {
  const { adapter, described, limitCall } = run;
  const now = await adapter.describe(limitCall()).catch((cause: unknown) => {
    logger.debug({ err: cause }, "the score service fails at fixed texts, too");
    throw failure;
  });
  if (now.modelVersion !== described.modelVersion) {
    throw new ModelVersionChanged(described.modelVersion, now.modelVersion);
  }
}

async function answersKnownText(db: Database, run: ScoreRun): Promise<boolean> {
  const { adapter, service, described, limitCall } = run;
  const source = { serviceId: service.id, modelVersion: described.modelVersion };
  const known = await findScored(db, source);
  if (known === null) return false;
  const together = adapter.isRelative ? await listScorable(db, [known.promptId]) : [known];
  const reply = await adapter.score(toItems(together), limitCall());
  return reply.items.some(({ ok }) => ok);
}

function describeCulprit(failure: unknown): string {
  const reason = failure instanceof Fault ? ` ${failure.message}` : "";
  return `The score service fails whenever it is asked about this text, and answers others.${reason}`;
}

async function blame(db: Database, service: ScoreServiceRecord, error: unknown): Promise<void> {
  const { projectId } = service;
  const isTimeout = error instanceof Error && error.name === "TimeoutError";
  if (!(error instanceof Fault || isTimeout)) {
    logger.error({ err: error, projectId }, "asking the score service failed");
  }
  const fault = error instanceof Fault ? error.message : describeStranger(isTimeout);
  const wanted = error instanceof ScoreServiceFault ? error.retryAfterMs : null;
  const wantedSeconds = wanted === null ? null : Math.min(wantedSecondsMax, wanted / 1000);
  await recordServiceFault(db, service, { fault, pauseSecondsMax, wantedSeconds });
}

function describeStranger(isTimeout: boolean): string {
  return isTimeout
    ? `The score service did not answer within ${callMsMax / 1000} seconds.`
    : "Asking the score service failed for a reason of our own; the log says why.";
}
