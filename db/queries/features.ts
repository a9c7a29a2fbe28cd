import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { completionFeatures, completions } from "#db/schema/completions.ts";
import { prompts } from "#db/schema/prompts.ts";

/** What features are computed from. */
export async function listTexts(db: Database, completionIds: readonly number[]) {
  if (completionIds.length === 0) return [];
  return await db
    .select({ id: completions.id, messages: prompts.messages, text: completions.text })
    .from(completions)
    .innerJoin(prompts, eq(prompts.id, completions.promptId))
    .where(inArray(completions.id, [...completionIds]));
}

export async function insertFeatures(
  db: Database,
  rows: (typeof completionFeatures.$inferInsert)[],
): Promise<void> {
  if (rows.length > 0) await db.insert(completionFeatures).values(rows).onConflictDoNothing();
}

export async function listFeatures(
  db: Database,
  params: { readonly completionIds: readonly number[]; readonly featureVersion: number },
) {
  if (params.completionIds.length === 0) return [];
  return await db
    .select({
      completionId: completionFeatures.completionId,
      features: completionFeatures.features,
    })
    .from(completionFeatures)
    .where(
      and(
        eq(completionFeatures.featureVersion, params.featureVersion),
        inArray(completionFeatures.completionId, [...params.completionIds]),
      ),
    );
}

/** A fixed pseudo-random sample of a project's training completions, for standardising features. */
export async function sampleCompletions(
  db: Database,
  params: { readonly projectId: string; readonly limit: number },
): Promise<number[]> {
  const rows = await db
    .select({ id: completions.id })
    .from(completions)
    .innerJoin(prompts, eq(prompts.id, completions.promptId))
    .where(and(eq(prompts.projectId, params.projectId), eq(prompts.slice, "train")))
    .orderBy(sql`hashint8(${completions.id})`, asc(completions.id))
    .limit(params.limit);
  return rows.map((row) => row.id);
}
