import { and, asc, count, desc, eq, gt, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client.ts";
import { completions, models } from "#db/schema/completions.ts";
import { pairs, queueEntries } from "#db/schema/pairs.ts";
import { prompts } from "#db/schema/prompts.ts";

export type NewQueueEntry = typeof queueEntries.$inferInsert;

const insertBatch = 1000;

/** Replaces a project's queue in one step; annotators see the old one or the new one, whole. */
export async function replaceQueue(
  db: Database,
  params: { readonly projectId: string; readonly entries: readonly NewQueueEntry[] },
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(queueEntries).where(eq(queueEntries.projectId, params.projectId));
    for (let start = 0; start < params.entries.length; start += insertBatch) {
      await tx.insert(queueEntries).values(params.entries.slice(start, start + insertBatch));
    }
  });
}

/** How far each training prompt has been judged, and how many of its pairs are still open. */
export async function listPromptProgress(db: Database, projectId: string) {
  return await db
    .select({
      promptId: pairs.promptId,
      open: sql<number>`count(*) filter (where status = 'open' and open_slots > 0)`.mapWith(Number),
      judged: sql<number>`count(*) filter (where status = 'settled')`.mapWith(Number),
      total: count(),
    })
    .from(pairs)
    .where(
      and(eq(pairs.projectId, projectId), eq(pairs.slice, "train"), sql`${pairs.status} <> 'dead'`),
    )
    .groupBy(pairs.promptId)
    .orderBy(asc(pairs.promptId));
}

export async function listOpenPairs(
  db: Database,
  params: { readonly projectId: string; readonly promptIds: readonly number[] },
) {
  if (params.promptIds.length === 0) return [];
  return await db
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
        inArray(pairs.promptId, [...params.promptIds]),
        eq(pairs.slice, "train"),
        eq(pairs.status, "open"),
        gt(pairs.openSlots, 0),
      ),
    )
    .orderBy(asc(pairs.id));
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
