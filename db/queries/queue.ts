import { and, count, desc, eq, exists, inArray, notExists, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client.ts";
import { completions, models } from "#db/schema/completions.ts";
import { openPairTallies, pairs, queueEntries } from "#db/schema/pairs.ts";
import { prompts } from "#db/schema/prompts.ts";
import { rewardModels } from "#db/schema/reward-models.ts";
import { isOpen } from "./open-pairs.ts";

export type NewQueueEntry = typeof queueEntries.$inferInsert;

const insertBatch = 1000;

/** Replaces a project's queue in one step; annotators see the old one or the new one, whole. */
export async function replaceQueue(
  tx: Database,
  params: { readonly projectId: string; readonly entries: readonly NewQueueEntry[] },
): Promise<void> {
  await clearQueue(tx, params.projectId);
  for (let start = 0; start < params.entries.length; start += insertBatch) {
    await tx.insert(queueEntries).values(params.entries.slice(start, start + insertBatch));
  }
}

export async function clearQueue(tx: Database, projectId: string): Promise<void> {
  await tx.delete(queueEntries).where(eq(queueEntries.projectId, projectId));
}

/** How far training prompts have been judged, and how many of their pairs can be served. */
export async function listPromptProgress(
  db: Database,
  params: { readonly projectId: string; readonly promptIds: readonly number[] },
) {
  if (params.promptIds.length === 0) return [];
  return await db
    .select({
      promptId: pairs.promptId,
      open: sql<number>`count(*) filter (where ${isOpen})`.mapWith(Number),
      judged: sql<number>`count(*) filter (where ${pairs.status} = 'settled')`.mapWith(Number),
      total: count(),
    })
    .from(pairs)
    .where(
      and(
        eq(pairs.projectId, params.projectId),
        inArray(pairs.promptId, [...params.promptIds]),
        sql`${pairs.status} <> 'dead' and not ${pairs.isGold}`,
      ),
    )
    .groupBy(pairs.promptId);
}

/** A prompt, the chance that it was chosen, and the chance that each of its pairs is looked at. */
export type PromptShare = {
  readonly promptId: number;
  readonly chance: number;
  readonly share: number;
};

/**
 * Pairs of training prompts that can be served, each looked at with the share of its prompt and
 * stating the chance with which it came to be among them.
 */
export async function listOpenPairs(
  db: Database,
  params: { readonly projectId: string; readonly prompts: readonly PromptShare[] },
) {
  if (params.prompts.length === 0) return [];
  const shares = JSON.stringify(
    params.prompts.map(({ promptId, share, chance }) => [promptId, share, share * chance]),
  );
  const looked = db.$with("looked").as(
    db
      .select({
        promptId: sql<number>`(entry ->> 0)::bigint`.as("looked_id"),
        share: sql<number>`(entry ->> 1)::float8`.as("share"),
        chance: sql<number>`(entry ->> 2)::float8`.as("chance"),
      })
      .from(sql`json_array_elements(${shares}::json) as entry`),
  );
  return await db
    .with(looked)
    .select({
      pairId: pairs.id,
      promptId: pairs.promptId,
      firstId: pairs.firstId,
      secondId: pairs.secondId,
      chance: looked.chance,
    })
    .from(looked)
    .innerJoin(pairs, eq(pairs.promptId, looked.promptId))
    .where(
      and(
        eq(pairs.projectId, params.projectId),
        eq(pairs.slice, "train"),
        isOpen,
        sql`random() < ${looked.share}`,
      ),
    );
}

/** The models that wrote some completions. */
export async function listCompletionModels(db: Database, promptIds: readonly number[]) {
  if (promptIds.length === 0) return [];
  return await db
    .select({ completionId: completions.id, modelId: completions.modelId })
    .from(completions)
    .where(inArray(completions.promptId, [...promptIds]));
}

/**
 * Projects with a reward model and open pairs whose queue holds none of them: it has run dry, or
 * the policy has changed since. Asked every second.
 */
export async function listProjectsToRank(db: Database): Promise<string[]> {
  const queued = db
    .select({ one: sql`1` })
    .from(queueEntries)
    .innerJoin(pairs, eq(pairs.id, queueEntries.pairId))
    .where(and(eq(queueEntries.projectId, openPairTallies.projectId), isOpen));
  const learned = db
    .select({ one: sql`1` })
    .from(rewardModels)
    .where(eq(rewardModels.projectId, openPairTallies.projectId));
  const rows = await db
    .select({ projectId: openPairTallies.projectId })
    .from(openPairTallies)
    .where(and(eq(openPairTallies.slice, "train"), exists(learned), notExists(queued)))
    .groupBy(openPairTallies.projectId)
    .having(sql`sum(${openPairTallies.change}) > 0`);
  return rows.map((row) => row.projectId);
}

/** What is likeliest to be served and why, for managers: names models, so never for annotators. */
export async function listQueue(
  db: Database,
  params: { readonly projectId: string; readonly limit: number },
) {
  const first = alias(completions, "first");
  const second = alias(completions, "second");
  const firstModel = alias(models, "first_model");
  const secondModel = alias(models, "second_model");
  return await db
    .select({
      pairId: queueEntries.pairId,
      prompt: sql<string>`left(${prompts.messages} -> -1 ->> 'content', 200)`,
      category: prompts.category,
      firstModel: firstModel.name,
      secondModel: secondModel.name,
      pFirst: queueEntries.pFirst,
      epistemic: queueEntries.epistemic,
      aleatoric: queueEntries.aleatoric,
      policy: queueEntries.policy,
      modelVersion: queueEntries.modelVersion,
      isOpen: sql<boolean>`${pairs.status} = 'open' and ${pairs.openSlots} > 0`,
    })
    .from(queueEntries)
    .innerJoin(pairs, eq(pairs.id, queueEntries.pairId))
    .innerJoin(prompts, eq(prompts.id, queueEntries.promptId))
    .innerJoin(first, eq(first.id, pairs.firstId))
    .innerJoin(second, eq(second.id, pairs.secondId))
    .innerJoin(firstModel, eq(firstModel.id, first.modelId))
    .innerJoin(secondModel, eq(secondModel.id, second.modelId))
    .where(eq(queueEntries.projectId, params.projectId))
    .orderBy(desc(queueEntries.promptWeight))
    .limit(params.limit);
}

/** Entries that can still be served, for deciding when to rank anew. */
export async function countQueue(
  db: Database,
  projectId: string,
): Promise<{ total: number; open: number }> {
  const rows = await db
    .select({
      total: count(),
      open: sql<number>`count(*) filter (where ${pairs.status} = 'open' and ${pairs.openSlots} > 0)`.mapWith(
        Number,
      ),
    })
    .from(queueEntries)
    .innerJoin(pairs, eq(pairs.id, queueEntries.pairId))
    .where(eq(queueEntries.projectId, projectId));
  return rows.at(0) ?? { total: 0, open: 0 };
}
