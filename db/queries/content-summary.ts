import { asc, count, eq, sql } from "drizzle-orm";
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

export async function countPairsBySlice(db: Database, projectId: string) {
  return await db
    .select({
      slice: pairs.slice,
      count: count(),
      dead: sql<number>`count(*) filter (where ${pairs.status} = 'dead')`.mapWith(Number),
    })
    .from(pairs)
    .where(eq(pairs.projectId, projectId))
    .groupBy(pairs.slice);
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
