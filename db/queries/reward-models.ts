import { and, asc, count, desc, eq, gt, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { assignments } from "#db/schema/assignments.ts";
import { judgments } from "#db/schema/judgments.ts";
import { pairs } from "#db/schema/pairs.ts";
import { projects } from "#db/schema/projects.ts";
import { prompts } from "#db/schema/prompts.ts";
import { rewardModels } from "#db/schema/reward-models.ts";
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

export async function findLatestRewardModel(db: Database, projectId: string) {
  const rows = await db
    .select({
      version: rewardModels.version,
      state: rewardModels.state,
      trainedOn: rewardModels.trainedOn,
      sequenceMax: rewardModels.sequenceMax,
    })
    .from(rewardModels)
    .where(eq(rewardModels.projectId, projectId))
    .orderBy(desc(rewardModels.version))
    .limit(1);
  return rows.at(0) ?? null;
}

/** Metrics of every version, oldest first: the learning curve. */
export async function listRewardModelMetrics(db: Database, projectId: string) {
  return await db
    .select({
      version: rewardModels.version,
      trainedOn: rewardModels.trainedOn,
      metrics: rewardModels.metrics,
      createdAt: rewardModels.createdAt,
    })
    .from(rewardModels)
    .where(eq(rewardModels.projectId, projectId))
    .orderBy(asc(rewardModels.version));
}

/**
 * What a model may learn from, or be tested on: current judgments of one slice in order of arrival.
 * The hold-out slice is never read for training, and neither are gold pairs and repeats.
 */
export async function listLearningJudgments(
  db: Database,
  params: { readonly projectId: string; readonly slice: Slice },
) {
  return await db
    .select({
      firstId: pairs.firstId,
      secondId: pairs.secondId,
      verdict: judgments.verdict,
      strength: judgments.strength,
      arm: assignments.arm,
      policy: assignments.policy,
      sequence: judgments.sequence,
    })
    .from(judgments)
    .innerJoin(assignments, eq(assignments.id, judgments.assignmentId))
    .innerJoin(pairs, eq(pairs.id, judgments.pairId))
    .innerJoin(prompts, eq(prompts.id, pairs.promptId))
    .where(
      and(
        eq(judgments.projectId, params.projectId),
        eq(prompts.slice, params.slice),
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
 * Projects with judgments that their newest model has not seen, and how long ago the last came.
 * Asked every second, so it reads only the judgments behind the newest model of each project.
 */
export async function listProjectsWithNews(db: Database) {
  const newest = db
    .select({
      sequenceMax: sql<number>`coalesce(max(${rewardModels.sequenceMax}), 0)`
        .mapWith(Number)
        .as("sequence_max"),
      trainedOn: sql<number>`coalesce(max(${rewardModels.trainedOn}), 0)`
        .mapWith(Number)
        .as("trained_on"),
    })
    .from(rewardModels)
    .where(eq(rewardModels.projectId, projects.id))
    .as("newest");
  const unseen = db
    .select({
      news: count().as("news"),
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
        gt(judgments.sequence, newest.sequenceMax),
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
      quietSeconds: unseen.quietSeconds,
    })
    .from(projects)
    .innerJoinLateral(newest, sql`true`)
    .innerJoinLateral(unseen, sql`true`)
    .where(gt(unseen.news, 0));
}
