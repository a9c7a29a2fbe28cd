import { and, asc, count, desc, eq, gt, inArray, notExists, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { assignments } from "#db/schema/assignments.ts";
import { pairs, queueEntries } from "#db/schema/pairs.ts";
import type { Slice } from "#server/contracts/vocabulary.ts";

type Taker = { readonly projectId: string; readonly annotatorId: string };

/** A pair locked for one annotator, and how likely the rule was to choose it. */
export type ChosenPair = {
  readonly pairId: number;
  readonly policy: string;
  readonly probability: number;
  readonly modelVersion: number | null;
};

/** True when some pair of the slice could be served to this annotator. */
export async function hasServablePair(
  db: Database,
  params: Taker & { readonly slice: Slice },
): Promise<boolean> {
  const rows = await db.select({ id: pairs.id }).from(pairs).where(isServable(db, params)).limit(1);
  return rows.length > 0;
}

/**
 * Locks the next pair of a slice in its uniform random order. Pairs that another transaction holds
 * at this instant are passed over.
 */
export async function lockUniformPair(
  db: Database,
  params: Taker & { readonly slice: Slice },
): Promise<ChosenPair | null> {
  const servable = await db.select({ total: count() }).from(pairs).where(isServable(db, params));
  const rows = await db
    .select({ pairId: pairs.id })
    .from(pairs)
    .where(isServable(db, params))
    .orderBy(asc(pairs.shuffleKey))
    .limit(1)
    .for("update", { skipLocked: true });
  const row = rows.at(0);
  if (row === undefined) return null;
  const total = Math.max(1, servable.at(0)?.total ?? 1);
  return { pairId: row.pairId, policy: "uniform", probability: 1 / total, modelVersion: null };
}

/**
 * Locks the queued pair with the largest key. Keys carry Gumbel noise, so given the entries still
 * servable the pair is drawn with probability weight / Σ prompt weights.
 */
export async function lockQueuedPair(db: Database, params: Taker): Promise<ChosenPair | null> {
  const servable = and(
    eq(queueEntries.projectId, params.projectId),
    isServable(db, { ...params, slice: "train" }),
  );
  const totals = await db
    .select({ weight: sql<number>`coalesce(sum(${queueEntries.promptWeight}), 0)`.mapWith(Number) })
    .from(queueEntries)
    .innerJoin(pairs, eq(pairs.id, queueEntries.pairId))
    .where(servable);
  const rows = await db
    .select({
      pairId: pairs.id,
      policy: queueEntries.policy,
      weight: queueEntries.weight,
      modelVersion: queueEntries.modelVersion,
    })
    .from(queueEntries)
    .innerJoin(pairs, eq(pairs.id, queueEntries.pairId))
    .where(servable)
    .orderBy(desc(queueEntries.key))
    .limit(1)
    .for("update", { of: pairs, skipLocked: true });
  const row = rows.at(0);
  if (row === undefined) return null;
  const { weight, ...chosen } = row;
  const total = Math.max(weight, totals.at(0)?.weight ?? weight);
  return { ...chosen, probability: weight / total };
}

/**
 * What a project still has to judge, for telling an idle annotator why: all pairs that can be
 * served at all, and those that only somebody else's lease keeps from this annotator.
 */
export async function countBacklog(
  db: Database,
  params: Taker,
): Promise<{ total: number; heldByOthers: number }> {
  const heldByOthers = sql<number>`count(*) filter (where ${pairs.status} = 'open'
    and ${notTakenBy(db, params.annotatorId)})`;
  const rows = await db
    .select({ total: count(), heldByOthers: heldByOthers.mapWith(Number) })
    .from(pairs)
    .where(and(eq(pairs.projectId, params.projectId), sql`${pairs.status} <> 'dead'`));
  return rows.at(0) ?? { total: 0, heldByOthers: 0 };
}

/** Locks a pair, so that its assignments change in one order. */
export async function lockPair(db: Database, pairId: number): Promise<void> {
  await db.select({ id: pairs.id }).from(pairs).where(eq(pairs.id, pairId)).for("update");
}

/**
 * Recounts open slots and status from the assignments themselves; called after every change to
 * them, with the pairs locked, so the two never drift apart.
 */
export async function recountPairs(db: Database, pairIds: readonly number[]): Promise<void> {
  if (pairIds.length === 0) return;
  await db
    .update(pairs)
    .set(recounted(sql`${pairs.targetJudgments}`))
    .where(inArray(pairs.id, [...pairIds]));
}

/** Open slots and status of a pair, counted from its assignments against a target. */
export function recounted(target: SQL) {
  const taken = sql`(select count(*) from ${assignments}
    where ${assignments.pairId} = ${pairs.id} and ${assignments.state} in ('leased', 'judged'))`;
  const judged = sql`(select count(*) from ${assignments}
    where ${assignments.pairId} = ${pairs.id} and ${assignments.state} = 'judged')`;
  return {
    openSlots: sql`greatest(0, ${target} - ${taken})`,
    status: sql`case when ${pairs.status} = 'dead' then 'dead'
      when ${judged} >= ${target} then 'settled' else 'open' end::pair_status`,
  };
}

function notTakenBy(db: Database, annotatorId: string): SQL {
  const own = db
    .select({ one: sql`1` })
    .from(assignments)
    .where(
      and(
        eq(assignments.annotatorId, annotatorId),
        eq(assignments.pairId, pairs.id),
        inArray(assignments.state, ["leased", "judged", "skipped"]),
      ),
    );
  return notExists(own);
}

function isServable(db: Database, params: Taker & { readonly slice: Slice }): SQL | undefined {
  return and(
    eq(pairs.projectId, params.projectId),
    eq(pairs.slice, params.slice),
    // The literals let the planner use the partial index.
    sql`${pairs.status} = 'open'`,
    gt(pairs.openSlots, sql`0`),
    notTakenBy(db, params.annotatorId),
  );
}
