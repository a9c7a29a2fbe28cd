import { and, asc, count, desc, eq, ilike, lt, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client.ts";
import { completions, models } from "#db/schema/completions.ts";
import { gold } from "#db/schema/gold.ts";
import { judgments } from "#db/schema/judgments.ts";
import { pairs } from "#db/schema/pairs.ts";
import { prompts } from "#db/schema/prompts.ts";
import { isCurrent } from "./judgments.ts";

export type NewGold = typeof gold.$inferInsert;

const excerpt = sql<string>`left(${prompts.messages} -> -1 ->> 'content', 200)`;

/** Gold pairs with how often real work got them right; newest first. */
export async function listGold(db: Database, projectId: string) {
  return await db
    .select({
      pairId: gold.pairId,
      prompt: excerpt,
      verdict: gold.verdict,
      strengthMin: gold.strengthMin,
      explanation: gold.explanation,
      use: gold.use,
      isTrap: gold.isTrap,
      judged: count(judgments.id),
      right:
        sql<number>`count(*) filter (where ${judgments.verdict} = ${gold.verdict} and coalesce(${judgments.strength}, 4) >= coalesce(${gold.strengthMin}, 0))`.mapWith(
          Number,
        ),
    })
    .from(gold)
    .innerJoin(pairs, eq(pairs.id, gold.pairId))
    .innerJoin(prompts, eq(prompts.id, pairs.promptId))
    .leftJoin(judgments, and(eq(judgments.pairId, gold.pairId), isCurrent))
    .where(eq(gold.projectId, projectId))
    .groupBy(gold.pairId, prompts.id)
    .orderBy(desc(gold.createdAt), asc(gold.pairId))
    .limit(500);
}

/** Pairs that could become gold, newest first, from before `before`; for managers. */
export async function listGoldCandidates(
  db: Database,
  params: {
    readonly projectId: string;
    readonly search: string;
    readonly before: number | null;
    readonly limit: number;
  },
) {
  const { projectId, search, before, limit } = params;
  const judged = sql<number>`(select count(*) from ${judgments} where ${judgments.pairId} = ${pairs.id}
    and ${isCurrent})`;
  return await db
    .select({ pairId: pairs.id, prompt: excerpt, judged: judged.mapWith(Number) })
    .from(pairs)
    .innerJoin(prompts, eq(prompts.id, pairs.promptId))
    .leftJoin(gold, eq(gold.pairId, pairs.id))
    .where(
      and(
        eq(pairs.projectId, projectId),
        eq(pairs.slice, "train"),
        sql`${pairs.status} <> 'dead'`,
        sql`${gold.pairId} is null`,
        before === null ? undefined : lt(pairs.id, before),
        search === "" ? undefined : containsText(search),
      ),
    )
    .orderBy(desc(pairs.id))
    .limit(limit);
}

function containsText(search: string): SQL | undefined {
  const literal = search.replace(/[\\%_]/g, (sign) => `\\${sign}`);
  return ilike(sql`${prompts.messages} -> -1 ->> 'content'`, `%${literal}%`);
}

/** One pair in full with its models, for managers; null in another project. */
export async function findPairInFull(
  db: Database,
  params: { readonly projectId: string; readonly pairId: number },
) {
  const first = alias(completions, "first");
  const second = alias(completions, "second");
  const firstModel = alias(models, "first_model");
  const secondModel = alias(models, "second_model");
  const rows = await db
    .select({
      pairId: pairs.id,
      slice: pairs.slice,
      status: pairs.status,
      messages: prompts.messages,
      first: first.text,
      second: second.text,
      firstModel: firstModel.name,
      secondModel: secondModel.name,
    })
    .from(pairs)
    .innerJoin(prompts, eq(prompts.id, pairs.promptId))
    .innerJoin(first, eq(first.id, pairs.firstId))
    .innerJoin(second, eq(second.id, pairs.secondId))
    .innerJoin(firstModel, eq(firstModel.id, first.modelId))
    .innerJoin(secondModel, eq(secondModel.id, second.modelId))
    .where(and(eq(pairs.id, params.pairId), eq(pairs.projectId, params.projectId)));
  return rows.at(0) ?? null;
}

export async function upsertGold(db: Database, values: NewGold): Promise<void> {
  const { verdict, strengthMin, explanation, use, isTrap } = values;
  await db.insert(gold).values(values).onConflictDoUpdate({
    target: gold.pairId,
    set: { verdict, strengthMin, explanation, use, isTrap },
  });
}

export async function deleteGold(
  db: Database,
  params: { readonly projectId: string; readonly pairId: number },
): Promise<void> {
  await db
    .delete(gold)
    .where(and(eq(gold.pairId, params.pairId), eq(gold.projectId, params.projectId)));
}
