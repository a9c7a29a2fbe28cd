import { and, asc, count, desc, eq, gt, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { assignments } from "#db/schema/assignments.ts";
import { judgments } from "#db/schema/judgments.ts";
import { pairs } from "#db/schema/pairs.ts";
import { projects } from "#db/schema/projects.ts";
import { prompts } from "#db/schema/prompts.ts";
import { rankings } from "#db/schema/rankings.ts";
import { rewardModels } from "#db/schema/reward-models.ts";
import { scoreServices } from "#db/schema/score-services.ts";
import { rewardModelMetrics } from "#server/contracts/reward-model.ts";
import type { Slice } from "#server/contracts/vocabulary.ts";
import { isCurrent, isWork } from "./judgments.ts";

export type NewRewardModel = typeof rewardModels.$inferInsert;

/** False when another process stored this version first. */
export async function insertRewardModel(db: Database, values: NewRewardModel): Promise<boolean> {
  const rows = await db
    .insert(rewardModels)
    .values(values)
    .onConflictDoNothing()
    .returning({ version: rewardModels.version });
  return rows.length > 0;
}

const stored = {
  version: rewardModels.version,
  state: rewardModels.state,
  basis: rewardModels.basis,
  trainedOn: rewardModels.trainedOn,
  sequenceMax: rewardModels.sequenceMax,
  updatedFrom: rewardModels.updatedFrom,
  metrics: rewardModels.metrics,
};

export async function findLatestRewardModel(db: Database, projectId: string) {
  const rows = await db
    .select(stored)
    .from(rewardModels)
    .where(eq(rewardModels.projectId, projectId))
    .orderBy(desc(rewardModels.version))
    .limit(1);
  return rows.at(0) ?? null;
}

export async function findRewardModel(
  db: Database,
  params: { readonly projectId: string; readonly version: number },
) {
  const rows = await db
    .select(stored)
    .from(rewardModels)
    .where(
      and(eq(rewardModels.projectId, params.projectId), eq(rewardModels.version, params.version)),
    );
  return rows.at(0) ?? null;
}

/** The newest version that was fitted and not updated online, without its state. */
export async function findLatestFit(db: Database, projectId: string) {
  const rows = await db
    .select({
      version: rewardModels.version,
      basis: rewardModels.basis,
      trainedOn: rewardModels.trainedOn,
    })
    .from(rewardModels)
    .where(and(eq(rewardModels.projectId, projectId), isNull(rewardModels.updatedFrom)))
    .orderBy(desc(rewardModels.version))
    .limit(1);
  return rows.at(0) ?? null;
}

export async function listProjectsWithModels(db: Database): Promise<string[]> {
  const rows = await db.selectDistinct({ projectId: rewardModels.projectId }).from(rewardModels);
  return rows.map((row) => row.projectId);
}

const versionsListed = 1000;

/** The newest versions with their metrics, oldest first. */
export async function listRewardModelMetrics(db: Database, projectId: string) {
  const rows = await db
    .select({
      version: rewardModels.version,
      trainedOn: rewardModels.trainedOn,
      metrics: rewardModels.metrics,
      basis: rewardModels.basis,
      updatedFrom: rewardModels.updatedFrom,
      createdAt: rewardModels.createdAt,
    })
    .from(rewardModels)
    .where(eq(rewardModels.projectId, projectId))
    .orderBy(desc(rewardModels.version))
    .limit(versionsListed);
  return rows.reverse().map((row) => ({ ...row, metrics: rewardModelMetrics.parse(row.metrics) }));
}

/**
 * What a model may learn from, or be tested on: current judgments of one slice in order of arrival.
 * The hold-out slice is never read for training, and neither are gold pairs and repeats.
 */
export async function listLearningJudgments(
  db: Database,
  params: { readonly projectId: string; readonly slice: Slice; readonly after?: number },
) {
  return await db
    .select({
      pairId: pairs.id,
      promptId: pairs.promptId,
      firstId: pairs.firstId,
      secondId: pairs.secondId,
      annotatorId: judgments.annotatorId,
      verdict: judgments.verdict,
      strength: judgments.strength,
      strengthLevels: judgments.strengthLevels,
      arm: assignments.arm,
      policy: assignments.policy,
      sequence: judgments.sequence,
      /** Responses of the ranking that it is a part of; null for a pair judged by itself. */
      rankedResponses: sql<number | null>`cardinality(${rankings.completionIds})`,
    })
    .from(judgments)
    .innerJoin(assignments, eq(assignments.id, judgments.assignmentId))
    .leftJoin(rankings, eq(rankings.id, assignments.rankingId))
    .innerJoin(pairs, eq(pairs.id, judgments.pairId))
    .innerJoin(prompts, eq(prompts.id, pairs.promptId))
    .where(
      and(
        eq(judgments.projectId, params.projectId),
        eq(prompts.slice, params.slice),
        gt(judgments.sequence, params.after ?? 0),
        isCurrent,
        isWork,
      ),
    )
    .orderBy(asc(judgments.sequence));
}
export type LearningJudgment = Awaited<ReturnType<typeof listLearningJudgments>>[number];

export async function countLearningJudgments(db: Database, projectId: string): Promise<number> {
  const rows = await db
    .select({ n: count() })
    .from(judgments)
    .innerJoin(assignments, eq(assignments.id, judgments.assignmentId))
    .innerJoin(pairs, eq(pairs.id, judgments.pairId))
    .where(and(eq(judgments.projectId, projectId), eq(pairs.slice, "train"), isCurrent, isWork));
  return rows.at(0)?.n ?? 0;
}

/**
 * Projects with judgments that their newest fit has not seen, how many of those in the training slice
 * not even an online update has, and how long ago the last came. Asked every second, so it reads only
 * the judgments behind the newest fit of each project.
 */
export async function listProjectsWithNews(db: Database) {
  const newest = db
    .select({
      fitSequence:
        sql<number>`coalesce(max(${rewardModels.sequenceMax}) filter (where ${rewardModels.updatedFrom} is null), 0)`
          .mapWith(Number)
          .as("fit_sequence"),
      anySequence: sql<number>`coalesce(max(${rewardModels.sequenceMax}), 0)`
        .mapWith(Number)
        .as("any_sequence"),
      trainedOn:
        sql<number>`coalesce(max(${rewardModels.trainedOn}) filter (where ${rewardModels.updatedFrom} is null), 0)`
          .mapWith(Number)
          .as("trained_on"),
    })
    .from(rewardModels)
    .where(eq(rewardModels.projectId, projects.id))
    .as("newest");
  const unseen = db
    .select({
      news: count().as("news"),
      unlearned:
        sql<number>`count(*) filter (where ${judgments.sequence} > ${newest.anySequence} and ${pairs.slice} = 'train')`
          .mapWith(Number)
          .as("unlearned"),
      quietSeconds: sql<number>`extract(epoch from now() - max(${judgments.createdAt}))`
        .mapWith(Number)
        .as("quiet_seconds"),
    })
    .from(judgments)
    .innerJoin(assignments, eq(assignments.id, judgments.assignmentId))
    .innerJoin(pairs, eq(pairs.id, judgments.pairId))
    .where(
      and(
        eq(judgments.projectId, projects.id),
        gt(judgments.sequence, newest.fitSequence),
        isCurrent,
        isWork,
      ),
    )
    .as("unseen");
  return await db
    .select({
      projectId: projects.id,
      trainedOn: newest.trainedOn,
      news: unseen.news,
      unlearned: unseen.unlearned,
      quietSeconds: unseen.quietSeconds,
      isPinned: sql<boolean>`${projects.liveModelVersion} is not null`,
    })
    .from(projects)
    .innerJoinLateral(newest, sql`true`)
    .innerJoinLateral(unseen, sql`true`)
    .where(gt(unseen.news, 0));
}

/**
 * Projects whose newest fit rests on other outside scores than the service gives now: it exchanged
 * its model, was registered first, or was removed.
 */
export async function listProjectsWithOtherScores(db: Database): Promise<string[]> {
  const basis = sql`(select m.basis from reward_models m
    where m.project_id = ${projects.id} and m.updated_from is null order by m.version desc limit 1)`;
  const rows = await db
    .select({ projectId: projects.id })
    .from(projects)
    .leftJoin(scoreServices, eq(scoreServices.projectId, projects.id))
    .where(
      and(
        sql`exists (select 1 from reward_models m where m.project_id = ${projects.id})`,
        sql`(${basis} ->> 'serviceId', ${basis} ->> 'serviceModelVersion') is distinct from (${scoreServices.id}::text, ${scoreServices.modelVersion})`,
      ),
    );
  return rows.map((row) => row.projectId);
}
