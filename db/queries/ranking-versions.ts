import { eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { projects } from "#db/schema/projects.ts";

/** The version that is to rank a project's pairs: the one that was chosen, else the newest. */
export async function findRankingVersion(
  db: Database,
  projectId: string,
): Promise<{ readonly live: number | null; readonly newest: number | null }> {
  const rows = await db
    .select({
      live: projects.liveModelVersion,
      newest: sql<number | null>`(select max(m.version) from reward_models m
        where m.project_id = projects.id)`,
    })
    .from(projects)
    .where(eq(projects.id, projectId));
  return rows.at(0) ?? { live: null, newest: null };
}

/** Projects whose queue was made by another version than the one that is to rank. */
export async function listStaleQueues(db: Database): Promise<string[]> {
  const wanted = sql`coalesce(projects.live_model_version, (select max(m.version)
    from reward_models m where m.project_id = projects.id))`;
  const rows = await db
    .select({ projectId: projects.id })
    .from(projects)
    .where(
      sql`exists (select 1 from queue_entries q
        where q.project_id = projects.id and q.model_version <> ${wanted})`,
    );
  return rows.map((row) => row.projectId);
}

export async function setLiveModelVersion(
  db: Database,
  params: { readonly projectId: string; readonly version: number | null },
): Promise<void> {
  await db
    .update(projects)
    .set({ liveModelVersion: params.version })
    .where(eq(projects.id, params.projectId));
}
