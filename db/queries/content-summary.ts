import { asc, count, eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { completions, models } from "#db/schema/completions.ts";
import { pairs } from "#db/schema/pairs.ts";
import { prompts } from "#db/schema/prompts.ts";

export async function countPromptsBySlice(db: Database, projectId: string) {
  return await db
    .select({ slice: prompts.slice, count: count() })
    .from(prompts)
    .where(eq(prompts.projectId, projectId))
    .groupBy(prompts.slice);
}

/** One row a slice for the pairs that are alive, and one for each reason why others are dead. */
export async function countPairsBySlice(db: Database, projectId: string) {
  return await db
    .select({ slice: pairs.slice, deadReason: pairs.deadReason, count: count() })
    .from(pairs)
    .where(eq(pairs.projectId, projectId))
    .groupBy(pairs.slice, pairs.deadReason);
}

/** In alphabetical order; models whose completions are all gone are listed with none. */
export async function countCompletionsByModel(db: Database, projectId: string) {
  return await db
    .select({ name: models.name, completions: count(completions.id) })
    .from(models)
    .leftJoin(completions, eq(completions.modelId, models.id))
    .where(eq(models.projectId, projectId))
    .groupBy(models.id, models.name)
    .orderBy(asc(models.name));
}
