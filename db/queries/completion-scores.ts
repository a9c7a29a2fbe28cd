import {
  and,
  asc,
  count,
  countDistinct,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  max,
  min,
  notExists,
  or,
  sql,
} from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { completionScores, completions } from "#db/schema/completions.ts";
import { prompts } from "#db/schema/prompts.ts";

/** Scores of one service under one of its versions. */
export type ScoreSource = { readonly serviceId: string; readonly modelVersion: string };

const isOf = ({ serviceId, modelVersion }: ScoreSource) =>
  and(eq(completionScores.serviceId, serviceId), eq(completionScores.modelVersion, modelVersion));

/** A fault that may pass is no answer any more once its pause is over. */
function hasAnswer(db: Database, source: ScoreSource) {
  const isAnswer = or(isNull(completionScores.retryAt), gt(completionScores.retryAt, sql`now()`));
  return db
    .select({ one: sql`1` })
    .from(completionScores)
    .where(and(eq(completionScores.completionId, completions.id), isOf(source), isAnswer));
}

const scorable = {
  id: completions.id,
  promptId: completions.promptId,
  messages: prompts.messages,
  text: completions.text,
};

/** Completions after one in order that this version is to be asked for, now or again. */
export async function listUnscored(
  db: Database,
  params: ScoreSource & {
    readonly projectId: string;
    readonly afterId: number;
    readonly limit: number;
  },
) {
  return await db
    .select(scorable)
    .from(completions)
    .innerJoin(prompts, eq(prompts.id, completions.promptId))
    .where(
      and(
        eq(prompts.projectId, params.projectId),
        gt(completions.id, params.afterId),
        notExists(hasAnswer(db, params)),
      ),
    )
    .orderBy(asc(completions.id))
    .limit(params.limit);
}

/** All completions of some prompts, for services whose rewards fit together only within a call. */
export async function listScorable(db: Database, promptIds: readonly number[]) {
  return await db
    .select(scorable)
    .from(completions)
    .innerJoin(prompts, eq(prompts.id, completions.promptId))
    .where(inArray(completions.promptId, [...promptIds]))
    .orderBy(asc(completions.id));
}

/** One completion that a version has scored, the newest; null before the first. */
export async function findScored(db: Database, source: ScoreSource) {
  const rows = await db
    .select(scorable)
    .from(completionScores)
    .innerJoin(completions, eq(completions.id, completionScores.completionId))
    .innerJoin(prompts, eq(prompts.id, completions.promptId))
    .where(and(isOf(source), isNull(completionScores.fault)))
    .orderBy(desc(completionScores.createdAt))
    .limit(1);
  return rows.at(0) ?? null;
}

type Row = typeof completionScores.$inferInsert;

export type NewScore = Omit<Row, "tries" | "retryAt" | "createdAt"> & {
  /** Whether the fault may pass, so that it is worth asking again. */
  readonly mayPass: boolean;
};

/** A fault that has not passed by then is taken for good. */
const triesMax = 6;

/** Pauses grow fourfold from one minute, so that the last try comes after nearly six hours. */
const firstPause = sql`now() + interval '1 minute'`;
const nextPause = sql`case when excluded.retry_at is null or ${completionScores.tries} + 1 >= ${triesMax}::int
  then null else now() + make_interval(mins => (4 ^ least(${completionScores.tries}, 6))::int) end`;

/**
 * Answers replace only faults, unless `replace` is set, which is for rewards that fit only those of
 * the same call.
 */
export async function insertScores(
  db: Database,
  rows: readonly NewScore[],
  { replace }: { readonly replace: boolean },
): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map(({ mayPass, ...row }) => ({
    ...row,
    retryAt: mayPass ? firstPause : null,
  }));
  const insert = db.insert(completionScores).values(values);
  await insert.onConflictDoUpdate({
    target: [
      completionScores.completionId,
      completionScores.serviceId,
      completionScores.modelVersion,
    ],
    set: {
      mean: sql`excluded.mean`,
      deviation: sql`excluded.deviation`,
      members: sql`excluded.members`,
      embedding: sql`excluded.embedding`,
      fault: sql`excluded.fault`,
      tries: sql`${completionScores.tries} + 1`,
      retryAt: nextPause,
      createdAt: sql`now()`,
    },
    ...(replace ? {} : { setWhere: isNotNull(completionScores.fault) }),
  });
}

/** Lets completions that could not be scored be tried once more. */
export async function deleteFaultyScores(db: Database, source: ScoreSource): Promise<void> {
  await db.delete(completionScores).where(and(isOf(source), isNotNull(completionScores.fault)));
}

export async function deleteScores(db: Database, source: ScoreSource): Promise<void> {
  await db.delete(completionScores).where(isOf(source));
}

/** How much of a project a version has answered for, and what it gives. */
export async function summariseScores(
  db: Database,
  params: ScoreSource & { readonly projectId: string },
) {
  const rows = await db
    .select({
      completions: count(),
      answered: count(completionScores.completionId),
      faulty: count(completionScores.fault),
      withMean: count(completionScores.mean),
      meanMin: min(completionScores.mean),
      meanMax: max(completionScores.mean),
      /** Numbers of the embedding; the service may only ever have one width in a version. */
      embeddingWidth:
        sql<number>`coalesce(max(octet_length(${completionScores.embedding})), 0) / 4`.mapWith(
          Number,
        ),
    })
    .from(completions)
    .innerJoin(prompts, eq(prompts.id, completions.promptId))
    .leftJoin(
      completionScores,
      and(eq(completionScores.completionId, completions.id), isOf(params)),
    )
    .where(eq(prompts.projectId, params.projectId));
  const row = rows.at(0);
  if (row === undefined) throw new Error("an aggregate returned no row");
  return row;
}

/** How many different texts have a reward. */
export async function countScoredTexts(db: Database, source: ScoreSource): Promise<number> {
  const rows = await db
    .select({ texts: countDistinct(completions.contentHash) })
    .from(completionScores)
    .innerJoin(completions, eq(completions.id, completionScores.completionId))
    .where(and(isOf(source), isNotNull(completionScores.mean)));
  return rows.at(0)?.texts ?? 0;
}

/** The prompt of each completion. */
export async function listPromptsOf(db: Database, completionIds: readonly number[]) {
  if (completionIds.length === 0) return [];
  return await db
    .select({ id: completions.id, promptId: completions.promptId })
    .from(completions)
    .where(inArray(completions.id, [...completionIds]));
}

const said = {
  mean: completionScores.mean,
  deviation: completionScores.deviation,
  members: completionScores.members,
  embedding: completionScores.embedding,
};

/** What a version said of the completions that came first, which stay the same as others come. */
export async function listFirstScores(db: Database, source: ScoreSource, limit: number) {
  return await db
    .select(said)
    .from(completionScores)
    .where(and(isOf(source), isNull(completionScores.fault)))
    .orderBy(asc(completionScores.completionId))
    .limit(limit);
}

/** What a version said of all completions of some prompts. */
export async function listScores(
  db: Database,
  params: ScoreSource & { readonly promptIds: readonly number[] },
) {
  if (params.promptIds.length === 0) return [];
  return await db
    .select({
      completionId: completions.id,
      promptId: completions.promptId,
      ...said,
    })
    .from(completionScores)
    .innerJoin(completions, eq(completions.id, completionScores.completionId))
    .where(and(isOf(params), inArray(completions.promptId, [...params.promptIds])));
}
