import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { pairs } from "#db/schema/pairs.ts";
import { recounted } from "./pairs.ts";

/**
 * Gives every pair of a project a new target and recounts its slots from the assignments. Pairs are
 * locked first and counted in a second statement, which sees what their last holders committed.
 */
export async function setTargetJudgments(
  db: Database,
  params: { readonly projectId: string; readonly targetJudgments: number },
): Promise<void> {
  const { projectId, targetJudgments } = params;
  await db
    .select({ id: pairs.id })
    .from(pairs)
    .where(eq(pairs.projectId, projectId))
    .orderBy(pairs.id)
    .for("update");
  await db
    .update(pairs)
    .set({ targetJudgments, ...recounted(sql`${targetJudgments}::int`) })
    .where(and(eq(pairs.projectId, projectId), sql`${pairs.status} <> 'dead'`));
}
