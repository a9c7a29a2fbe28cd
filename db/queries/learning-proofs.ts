import { and, asc, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { pairs } from "#db/schema/pairs.ts";
import { learningProofs, rescorings, rewardModels } from "#db/schema/reward-models.ts";
import { type LearningProof, learningProof } from "#server/contracts/learning-proof.ts";
import { type RescoringReport, rescoringReport } from "#server/contracts/reward-model.ts";

export async function insertLearningProof(
  db: Database,
  values: {
    readonly projectId: string;
    readonly version: number;
    readonly proof: LearningProof;
  },
): Promise<void> {
  await db.insert(learningProofs).values(values).onConflictDoNothing();
}

/** The newest proof of a project; null before the first. */
export async function findLearningProof(db: Database, projectId: string) {
  const rows = await db
    .select({ proof: learningProofs.proof, createdAt: learningProofs.createdAt })
    .from(learningProofs)
    .where(eq(learningProofs.projectId, projectId))
    .orderBy(desc(learningProofs.version))
    .limit(1);
  const row = rows.at(0);
  return row === undefined ? null : { ...row, proof: learningProof.parse(row.proof) };
}

/**
 * Projects whose newest fit has no proof, with how much it grew since the last one and how old it
 * is. A proof takes several fits, so not every version gets one.
 */
export async function listUnprovenFits(db: Database) {
  const fit = db
    .selectDistinctOn([rewardModels.projectId], {
      projectId: rewardModels.projectId,
      version: rewardModels.version,
      trainedOn: rewardModels.trainedOn,
      ageSeconds: sql<number>`extract(epoch from now() - ${rewardModels.createdAt})`
        .mapWith(Number)
        .as("age_seconds"),
      provenOn: sql<number>`coalesce((select max(m.trained_on) from learning_proofs p
        join reward_models m on m.project_id = p.project_id and m.version = p.version
        where p.project_id = reward_models.project_id), 0)`
        .mapWith(Number)
        .as("proven_on"),
    })
    .from(rewardModels)
    .where(isNull(rewardModels.updatedFrom))
    .orderBy(asc(rewardModels.projectId), desc(rewardModels.version))
    .as("fit");
  return await db
    .select()
    .from(fit)
    .where(
      sql`not exists (select 1 from learning_proofs p
        where p.project_id = ${fit.projectId} and p.version = ${fit.version})`,
    );
}

/** Asks for a report, unless one on the same version is still to come; gives back its id. */
export async function requestRescoring(
  db: Database,
  values: {
    readonly projectId: string;
    readonly version: number;
    readonly requestedBy: string;
  },
): Promise<string> {
  const waiting = await db
    .select({ id: rescorings.id })
    .from(rescorings)
    .where(
      and(
        eq(rescorings.projectId, values.projectId),
        eq(rescorings.version, values.version),
        isNull(rescorings.finishedAt),
      ),
    )
    .limit(1);
  const known = waiting.at(0);
  if (known !== undefined) return known.id;
  const rows = await db.insert(rescorings).values(values).returning({ id: rescorings.id });
  const row = rows.at(0);
  if (row === undefined) throw new Error("insert returned no row");
  return row.id;
}

const rescoringsListed = 20;

export async function listRescorings(db: Database, projectId: string) {
  const rows = await db
    .select({
      id: rescorings.id,
      version: rescorings.version,
      report: rescorings.report,
      fault: rescorings.fault,
      createdAt: rescorings.createdAt,
      finishedAt: rescorings.finishedAt,
    })
    .from(rescorings)
    .where(eq(rescorings.projectId, projectId))
    .orderBy(desc(rescorings.createdAt))
    .limit(rescoringsListed);
  return rows.map((row) => ({
    ...row,
    report: row.report === null ? null : rescoringReport.parse(row.report),
  }));
}

export async function listPendingRescorings(db: Database) {
  return await db
    .select({
      id: rescorings.id,
      projectId: rescorings.projectId,
      version: rescorings.version,
    })
    .from(rescorings)
    .where(isNull(rescorings.finishedAt))
    .orderBy(asc(rescorings.createdAt))
    .limit(10);
}

export async function finishRescoring(
  db: Database,
  params: {
    readonly id: string;
    readonly report: RescoringReport | null;
    readonly fault: string | null;
  },
): Promise<void> {
  const { id, report, fault } = params;
  await db
    .update(rescorings)
    .set({ report, fault, finishedAt: sql`now()` })
    .where(and(eq(rescorings.id, id), isNull(rescorings.finishedAt)));
}

/** Training pairs in a fixed pseudo-random order, the same at every version. */
export async function samplePairs(
  db: Database,
  params: { readonly projectId: string; readonly limit: number },
) {
  return await db
    .select({ firstId: pairs.firstId, secondId: pairs.secondId })
    .from(pairs)
    .where(
      and(
        eq(pairs.projectId, params.projectId),
        eq(pairs.slice, "train"),
        inArray(pairs.status, ["open", "settled"]),
      ),
    )
    .orderBy(sql`hashint8(${pairs.id})`, asc(pairs.id))
    .limit(params.limit);
}

/** All live training pairs of a project, in slices that follow one another. */
export async function listPairsAfter(
  db: Database,
  params: { readonly projectId: string; readonly afterId: number; readonly limit: number },
) {
  return await db
    .select({ id: pairs.id, firstId: pairs.firstId, secondId: pairs.secondId })
    .from(pairs)
    .where(
      and(
        eq(pairs.projectId, params.projectId),
        eq(pairs.slice, "train"),
        inArray(pairs.status, ["open", "settled"]),
        sql`${pairs.id} > ${params.afterId}`,
      ),
    )
    .orderBy(asc(pairs.id))
    .limit(params.limit);
}
