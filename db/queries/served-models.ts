import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { projects } from "#db/schema/projects.ts";
import { rewardModels } from "#db/schema/reward-models.ts";
import { scoreServices } from "#db/schema/score-services.ts";

const servedColumns = {
  projectId: projects.id,
  slug: projects.slug,
  version: rewardModels.version,
  contentHash: rewardModels.contentHash,
  sequenceMax: rewardModels.sequenceMax,
  /** Null where it reads nothing but text. */
  basis: rewardModels.basis,
  /** The outside score service of the project as it is registered now; null where there is none. */
  service: { id: scoreServices.id, config: scoreServices.config },
};

/** The version that a project is pinned to, else its newest. */
const liveFirst = [
  sql`${rewardModels.version} = ${projects.liveModelVersion} desc nulls last`,
  desc(rewardModels.version),
];

/** One version of a project's reward model, or its live one; null when there is none. */
export async function findServedModel(
  db: Database,
  params: { readonly slug: string; readonly version: number | null },
) {
  const rows = await db
    .select(servedColumns)
    .from(projects)
    .innerJoin(rewardModels, eq(rewardModels.projectId, projects.id))
    .leftJoin(scoreServices, eq(scoreServices.projectId, projects.id))
    .where(
      and(
        eq(projects.slug, params.slug),
        params.version === null ? undefined : eq(rewardModels.version, params.version),
      ),
    )
    .orderBy(...liveFirst)
    .limit(1);
  return rows.at(0) ?? null;
}

/** The live version of every project that has one. */
export async function listServedModels(db: Database, limit: number) {
  return await db
    .selectDistinctOn([projects.slug], servedColumns)
    .from(projects)
    .innerJoin(rewardModels, eq(rewardModels.projectId, projects.id))
    .leftJoin(scoreServices, eq(scoreServices.projectId, projects.id))
    .orderBy(asc(projects.slug), ...liveFirst)
    .limit(limit);
}
export type ServedModelRow = Awaited<ReturnType<typeof listServedModels>>[number];

/** The encoded weights of one version; null when its project has gone meanwhile. */
export async function findRewardModelState(
  db: Database,
  params: { readonly projectId: string; readonly version: number },
): Promise<Uint8Array | null> {
  const rows = await db
    .select({ state: rewardModels.state })
    .from(rewardModels)
    .where(
      and(eq(rewardModels.projectId, params.projectId), eq(rewardModels.version, params.version)),
    );
  return rows.at(0)?.state ?? null;
}
