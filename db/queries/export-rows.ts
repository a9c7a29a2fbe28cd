import { and, count, eq, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client.ts";
import { assignments } from "#db/schema/assignments.ts";
import { completions, models } from "#db/schema/completions.ts";
import { judgments } from "#db/schema/judgments.ts";
import { pairs } from "#db/schema/pairs.ts";
import { prompts } from "#db/schema/prompts.ts";
import type { Slice } from "#server/contracts/vocabulary.ts";
import { isCurrent, isWork } from "./judgments.ts";

const cursorRows = 50;

export async function countRecordedJudgments(db: Database, projectId: string) {
  const gold = sql`(${assignments.arm} = 'gold' or ${pairs.isGold})`;
  const repeat = sql`${judgments.repeatIndex} > 0 and not ${gold}`;
  const rows = await db
    .select({
      recorded: count(),
      current: sql<number>`count(*) filter (where ${isCurrent})`.mapWith(Number),
      repeats: sql<number>`count(*) filter (where ${isCurrent} and ${repeat})`.mapWith(Number),
      gold: sql<number>`count(*) filter (where ${isCurrent} and ${gold})`.mapWith(Number),
      withStrength: sql<number>`count(${judgments.strength}) filter (where ${isCurrent})`.mapWith(
        Number,
      ),
    })
    .from(judgments)
    .innerJoin(assignments, eq(assignments.id, judgments.assignmentId))
    .innerJoin(pairs, eq(pairs.id, judgments.pairId))
    .where(eq(judgments.projectId, projectId));
  return rows.at(0) ?? { recorded: 0, current: 0, repeats: 0, gold: 0, withStrength: 0 };
}

/** What the annotators said of one pair, in an order that depends on content alone. */
export type JudgedPair = {
  readonly pairId: number;
  readonly promptHash: string;
  readonly slice: Slice;
  readonly first: number;
  readonly second: number;
  readonly tie: number;
  readonly bothBad: number;
  /** Mean strength of the judgments for that side; null when none of them gives one. */
  readonly firstStrength: number | null;
  readonly secondStrength: number | null;
};

/**
 * Pairs with a current judgment, a few at a time through a cursor of this transaction. Gold pairs
 * and repeats are left out: they say something of the annotator.
 */
export async function* streamJudgedPairs(
  tx: Database,
  projectId: string,
): AsyncGenerator<JudgedPair[]> {
  await tx.execute(sql`
    declare judged_pairs no scroll cursor for
    with tallies as (
      select judgments.pair_id,
        count(*) filter (where verdict = 'first')::int as first,
        count(*) filter (where verdict = 'second')::int as second,
        count(*) filter (where verdict = 'tie')::int as tie,
        count(*) filter (where verdict = 'both_bad')::int as both_bad,
        avg(strength) filter (where verdict = 'first')::float8 as first_strength,
        avg(strength) filter (where verdict = 'second')::float8 as second_strength
      from judgments
      join assignments on assignments.id = judgments.assignment_id
      join pairs on pairs.id = judgments.pair_id
      where judgments.project_id = ${projectId} and ${isCurrent} and ${isWork}
      group by judgments.pair_id
    )
    select p.id::text as "pairId", prompts.content_hash as "promptHash", prompts.slice, t.first, t.second,
      t.tie, t.both_bad as "bothBad", t.first_strength as "firstStrength",
      t.second_strength as "secondStrength"
    from tallies t
    join pairs p on p.id = t.pair_id
    join prompts on prompts.id = p.prompt_id
    join completions a on a.id = p.first_id
    join completions b on b.id = p.second_id
    join models ma on ma.id = a.model_id
    join models mb on mb.id = b.model_id
    order by prompts.content_hash collate "C",
      least(a.content_hash || ma.name collate "C", b.content_hash || mb.name collate "C"),
      greatest(a.content_hash || ma.name collate "C", b.content_hash || mb.name collate "C")`);
  for (;;) {
    const rows = await tx.execute<JudgedPair & { pairId: string }>(
      sql`fetch ${sql.raw(String(cursorRows))} from judged_pairs`,
    );
    if (rows.length === 0) break;
    yield rows.map((row) => ({ ...row, pairId: Number(row.pairId) }));
  }
  await tx.execute(sql`close judged_pairs`);
}

/** The texts of some pairs, for rows of an export. */
export async function listPairTexts(tx: Database, pairIds: readonly number[]) {
  if (pairIds.length === 0) return [];
  const first = alias(completions, "first");
  const second = alias(completions, "second");
  const firstModel = alias(models, "first_model");
  const secondModel = alias(models, "second_model");
  return await tx
    .select({
      pairId: pairs.id,
      promptHash: prompts.contentHash,
      messages: prompts.messages,
      first: { text: first.text, contentHash: first.contentHash, model: firstModel.name },
      second: { text: second.text, contentHash: second.contentHash, model: secondModel.name },
    })
    .from(pairs)
    .innerJoin(prompts, eq(prompts.id, pairs.promptId))
    .innerJoin(first, eq(first.id, pairs.firstId))
    .innerJoin(second, eq(second.id, pairs.secondId))
    .innerJoin(firstModel, eq(firstModel.id, first.modelId))
    .innerJoin(secondModel, eq(secondModel.id, second.modelId))
    .where(and(inArray(pairs.id, [...pairIds])));
}
export type PairTexts = Awaited<ReturnType<typeof listPairTexts>>[number];
