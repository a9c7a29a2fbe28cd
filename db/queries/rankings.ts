import { and, asc, eq, exists, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { assignments } from "#db/schema/assignments.ts";
import { completions } from "#db/schema/completions.ts";
import { judgments } from "#db/schema/judgments.ts";
import { pairs } from "#db/schema/pairs.ts";
import { prompts } from "#db/schema/prompts.ts";
import { rankings } from "#db/schema/rankings.ts";
import { isCurrent } from "./judgments.ts";
import { isOpen } from "./open-pairs.ts";
import { notTakenBy } from "./servable-pairs.ts";

type Holder = { readonly projectId: string; readonly annotatorId: string };
type OwnRanking = Holder & { readonly rankingId: string };

export type PairEnds = {
  readonly pairId: number;
  readonly firstId: number;
  readonly secondId: number;
};

/** The prompt of a pair and every pair of it that could be served along with it, locked. */
export async function lockPairsOfPrompt(
  db: Database,
  params: Holder & { readonly pairId: number },
): Promise<{ readonly promptId: number; readonly pairs: readonly PairEnds[] }> {
  const prompt = db
    .select({ promptId: pairs.promptId })
    .from(pairs)
    .where(eq(pairs.id, params.pairId));
  const rows = await db
    .select({
      pairId: pairs.id,
      promptId: pairs.promptId,
      firstId: pairs.firstId,
      secondId: pairs.secondId,
    })
    .from(pairs)
    .where(
      and(
        eq(pairs.projectId, params.projectId),
        inArray(pairs.promptId, prompt),
        isOpen,
        notTakenBy(db, params.annotatorId),
      ),
    )
    .orderBy(asc(pairs.id))
    .for("update", { skipLocked: true });
  const lead = rows.find((row) => row.pairId === params.pairId);
  if (lead === undefined) throw new Error(`pair ${params.pairId} was not kept locked`);
  return { promptId: lead.promptId, pairs: rows };
}

export async function insertRanking(
  db: Database,
  values: typeof rankings.$inferInsert,
): Promise<string> {
  const rows = await db.insert(rankings).values(values).returning({ id: rankings.id });
  const row = rows.at(0);
  if (row === undefined) throw new Error("insert returned no row");
  return row.id;
}

/** The annotator's own ranking; null for somebody else's. */
export async function findRanking(db: Database, params: OwnRanking) {
  const rows = await db.select().from(rankings).where(isOwn(params));
  return rows.at(0) ?? null;
}

/** The annotator's own ranking, locked; somebody else's is not found. */
export async function lockRanking(db: Database, params: OwnRanking) {
  const rows = await db.select().from(rankings).where(isOwn(params)).for("update");
  return rows.at(0) ?? null;
}

/** The pairs of a ranking with their assignments, pairs locked in one order. */
export async function lockRankedPairs(db: Database, rankingId: string) {
  return await db
    .select({ assignment: assignments, firstId: pairs.firstId, secondId: pairs.secondId })
    .from(assignments)
    .innerJoin(pairs, eq(pairs.id, assignments.pairId))
    .where(eq(assignments.rankingId, rankingId))
    .orderBy(asc(pairs.id))
    .for("update");
}

export async function setTiers(
  db: Database,
  params: { readonly rankingId: string; readonly tiers: number[][] | null },
): Promise<void> {
  await db.update(rankings).set({ tiers: params.tiers }).where(eq(rankings.id, params.rankingId));
}

/** What the annotator holds now, oldest first, in the only words that may reach a browser. */
export async function listHeldRankings(db: Database, params: Holder) {
  const held = await db
    .select({
      rankingId: rankings.id,
      completionIds: rankings.completionIds,
      messages: prompts.messages,
    })
    .from(rankings)
    .innerJoin(prompts, eq(prompts.id, rankings.promptId))
    .where(and(isHolder(params), isNull(rankings.tiers), exists(livingLeases(db))))
    .orderBy(asc(leasedFrom), asc(rankings.id));
  const ids = held.flatMap((ranking) => ranking.completionIds);
  if (ids.length === 0) return [];
  const texts = await db
    .select({ id: completions.id, text: completions.text })
    .from(completions)
    .where(inArray(completions.id, ids));
  const textOf = new Map(texts.map(({ id, text }) => [id, text]));
  return held.map(({ rankingId, completionIds, messages }) => ({
    rankingId,
    messages,
    responses: completionIds.map((id) => textOf.get(id) ?? ""),
  }));
}
export type HeldRanking = Awaited<ReturnType<typeof listHeldRankings>>[number];

/** Renews what the annotator holds and returns how many rankings that is. */
export async function extendRankings(
  db: Database,
  params: Holder & { readonly leaseSeconds: number },
): Promise<number> {
  const rows = await db
    .update(assignments)
    .set({ leasedUntil: sql`now() + make_interval(secs => ${params.leaseSeconds})` })
    .where(
      and(
        eq(assignments.projectId, params.projectId),
        eq(assignments.annotatorId, params.annotatorId),
        eq(assignments.state, "leased"),
        sql`${assignments.rankingId} is not null`,
      ),
    )
    .returning({ rankingId: assignments.rankingId });
  return new Set(rows.map((row) => row.rankingId)).size;
}

/** Current judgments of a ranking, how long ago each was made, and whether its pair is settled. */
export async function listRankedJudgments(db: Database, rankingId: string) {
  return await db
    .select({
      judgmentId: judgments.id,
      assignmentId: judgments.assignmentId,
      pairId: judgments.pairId,
      pairStatus: pairs.status,
      points: sql<number>`coalesce((select sum(points) from point_events e
        where e.judgment_id = ${judgments.id}), 0)`.mapWith(Number),
      ageSeconds:
        sql<number>`extract(epoch from clock_timestamp() - ${judgments.createdAt})`.mapWith(Number),
    })
    .from(judgments)
    .innerJoin(assignments, eq(assignments.id, judgments.assignmentId))
    .innerJoin(pairs, eq(pairs.id, judgments.pairId))
    .where(and(eq(assignments.rankingId, rankingId), isCurrent))
    .orderBy(asc(judgments.pairId));
}

/** Rankings leased in one transaction were made at one moment; their assignments tell them apart. */
const leasedFrom = sql`(select min(${assignments.createdAt}) from ${assignments}
  where ${assignments.rankingId} = ${rankings.id})`;

function livingLeases(db: Database) {
  return db
    .select({ one: sql`1` })
    .from(assignments)
    .where(and(eq(assignments.rankingId, rankings.id), eq(assignments.state, "leased")));
}

function isHolder(params: Holder): SQL | undefined {
  return and(
    eq(rankings.projectId, params.projectId),
    eq(rankings.annotatorId, params.annotatorId),
  );
}

function isOwn(params: OwnRanking): SQL | undefined {
  return and(eq(rankings.id, params.rankingId), isHolder(params));
}
