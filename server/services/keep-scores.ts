import type { Database } from "#db/client.ts";
import {
  insertScores,
  listScorable,
  listUnscored,
  type NewScore,
} from "#db/queries/completion-scores.ts";
import {
  holdServiceVersion,
  recordServiceAnswer,
  recordServiceFault,
  type ScoreServiceRecord,
} from "#db/queries/score-services.ts";
import type {
  ItemScore,
  ScoreAdapter,
  ServiceDescription,
} from "#server/adapters/score-services/score-adapter.ts";
import { projectEmbedding } from "#server/core/reward/project-embedding.ts";
import { Fault } from "#server/errors.ts";
import { logger } from "#server/logger.ts";
import { toFloatBytes } from "./float-bytes.ts";
import type { ScoreTools } from "./score-tools.ts";
import { openTokens } from "./seal-tokens.ts";

const batchSize = 128;
/** A run ends after this long, so that its lock and its connection are not held for ever. */
const runMsMax = 60_000;
/** One call, with its retries, may outlast a run by this much. */
const callMsMax = 120_000;
/** A service with nothing to do is asked who it is this often. */
const idleMs = 60_000;
const pauseSecondsMax = 300;

type Run = {
  readonly service: ScoreServiceRecord;
  readonly adapter: ScoreAdapter;
  readonly described: ServiceDescription;
  readonly signal: AbortSignal;
};

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
  const signal = AbortSignal.any([stop, AbortSignal.timeout(runMsMax + callMsMax)]);
  try {
    const key = { secret: tools.secret, projectId: service.projectId };
    const tokens = openTokens(service.sealedTokens, key);
    const { config, fingerprint } = service;
    const adapter = tools.open(config, { allow: tools.allow, tokens, fingerprint });
    try {
      return { stored: await runOn(db, { service, adapter, signal }) };
    } finally {
      await adapter.close();
    }
  } catch (error) {
    if (stop.aborted) return { stored: 0 };
    await blame(db, service, error);
    return { stored: 0 };
  }
}

async function isWorthAsking(db: Database, service: ScoreServiceRecord): Promise<boolean> {
  const { modelVersion, answeredAt, failingSince } = service;
  if (modelVersion === null || answeredAt === null || failingSince !== null) return true;
  if (Date.now() - answeredAt.getTime() >= idleMs) return true;
  const { id, projectId } = service;
  const wanted = { projectId, serviceId: id, modelVersion, afterId: 0, limit: 1 };
  return (await listUnscored(db, wanted)).length > 0;
}

async function runOn(db: Database, run: Omit<Run, "described">): Promise<number> {
  const { service, adapter, signal } = run;
  const described = await adapter.describe(signal);
  const { modelVersion, scale, fingerprint } = described;
  if (!(await recordServiceAnswer(db, service, { modelVersion, scale, fingerprint }))) return 0;
  const end = Date.now() + runMsMax;
  let stored = 0;
  let afterId = 0;
  while (Date.now() < end && !signal.aborted) {
    const wanted = { projectId: service.projectId, serviceId: service.id, modelVersion };
    const missing = await listUnscored(db, { ...wanted, afterId, limit: batchSize });
    const last = missing.at(-1);
    if (last === undefined) break;
    afterId = last.id;
    const count = await storeBatch(db, { ...run, described }, missing);
    if (count === null) break;
    stored += count;
  }
  return stored;
}

type Scorable = Awaited<ReturnType<typeof listUnscored>>[number];

/** How many were stored; null when the service became another one, under which nothing is stored. */
async function storeBatch(db: Database, run: Run, missing: Scorable[]): Promise<number | null> {
  const { service, adapter, described, signal } = run;
  const promptIds = [...new Set(missing.map(({ promptId }) => promptId))];
  const batch = adapter.isRelative ? await listScorable(db, promptIds) : missing;
  const items = batch.map(({ id, messages, text }) => ({ id: String(id), messages, answer: text }));
  const reply = await adapter.score(items, signal);
  const { modelVersion } = described;
  // The next run asks anew who the service is.
  if (reply.modelVersion !== modelVersion || reply.scale !== described.scale) return null;
  const source = { serviceId: service.id, modelVersion };
  const rows = batch.map(({ id }, index) => ({
    ...describeItem(reply.items[index]),
    ...source,
    completionId: id,
  }));
  return await db.transaction(async (tx) => {
    if (!(await holdServiceVersion(tx, service, modelVersion))) return null;
    await insertScores(tx, rows, { replace: adapter.isRelative });
    await recordServiceAnswer(tx, service, {
      modelVersion,
      scale: described.scale,
      fingerprint: described.fingerprint,
    });
    return rows.length;
  });
}

type Answer = Pick<NewScore, "mean" | "deviation" | "members" | "embedding" | "fault">;

function describeItem(item: ItemScore | undefined): Answer {
  const nothing = { mean: null, deviation: null, members: null, embedding: null };
  if (item === undefined) return { ...nothing, fault: "The score service left this text out." };
  if (!item.ok) return { ...nothing, fault: item.error };
  const { mean, std, members, embedding } = item.score;
  const narrow = embedding === null ? null : projectEmbedding(embedding).map(Math.fround);
  const numbers = [mean ?? 0, std ?? 0, ...(members ?? []), ...(narrow ?? [])];
  if (!numbers.every(Number.isFinite)) {
    return { ...nothing, fault: "The score service gave something that is not a number." };
  }
  return {
    mean,
    deviation: std,
    members: members === null ? null : toFloatBytes(members),
    embedding: narrow === null ? null : toFloatBytes(narrow),
    fault: null,
  };
}

async function blame(db: Database, service: ScoreServiceRecord, error: unknown): Promise<void> {
  const { projectId } = service;
  const isTimeout = error instanceof Error && error.name === "TimeoutError";
  if (!(error instanceof Fault || isTimeout)) {
    logger.error({ err: error, projectId }, "asking the score service failed");
  }
  const fault = error instanceof Fault ? error.message : describeStranger(isTimeout);
  await recordServiceFault(db, service, { fault, pauseSecondsMax });
}

function describeStranger(isTimeout: boolean): string {
  return isTimeout
    ? `The score service did not answer within ${(runMsMax + callMsMax) / 1000} seconds.`
    : "Asking the score service failed for a reason of our own; the log says why.";
}
