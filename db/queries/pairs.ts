import { and, eq, exists, inArray, ne, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { assignments } from "#db/schema/assignments.ts";
import { openPairTallies, pairs } from "#db/schema/pairs.ts";
import { notTakenBy } from "./servable-pairs.ts";

type Taker = { readonly projectId: string; readonly annotatorId: string };

/**
 * For telling an annotator who gets nothing why: whether there was ever anything to judge, and
 * whether a lease of somebody else is all that keeps some pair from this annotator.
 */
export async function describeBacklog(
  db: Database,
  params: Taker,
): Promise<{ hasPairs: boolean; isHeldByOthers: boolean }> {
  const { projectId, annotatorId } = params;
  const ever = db
    .select({ one: sql`1` })
    .from(openPairTallies)
    .where(eq(openPairTallies.projectId, projectId));
  const held = db
    .select({ one: sql`1` })
    .from(assignments)
    .innerJoin(pairs, eq(pairs.id, assignments.pairId))
    .where(
      and(
        eq(assignments.projectId, projectId),
        sql`${assignments.state} = 'leased'`,
        ne(assignments.annotatorId, annotatorId),
        eq(pairs.status, "open"),
        eq(pairs.isGold, false),
        notTakenBy(db, annotatorId),
      ),
    );
  const rows = await db.execute<{ hasPairs: boolean; isHeldByOthers: boolean }>(
    sql`select ${exists(ever)} as "hasPairs", ${exists(held)} as "isHeldByOthers"`,
  );
  return rows.at(0) ?? { hasPairs: false, isHeldByOthers: false };
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

/**
 * Open slots and status of a pair, counted from its assignments against a target. Gold and repeats
 * take no slot and settle nothing.
 */
export function recounted(target: SQL) {
  const own = sql`${assignments.pairId} = ${pairs.id}
    and ${assignments.arm} not in ('gold', 'repeat')`;
  const taken = sql`(select count(*) from ${assignments}
    where ${own} and ${assignments.state} in ('leased', 'judged'))`;
  const judged = sql`(select count(*) from ${assignments}
    where ${own} and ${assignments.state} = 'judged')`;
  return {
    openSlots: sql`greatest(0, ${target} - ${taken})`,
    status: sql`case when ${pairs.status} = 'dead' then 'dead'
      when ${judged} >= ${target} then 'settled' else 'open' end::pair_status`,
  };
}
