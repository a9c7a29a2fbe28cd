import { randomUUID } from "node:crypto";
import { and, count, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { listProjectsWithNews, listRewardModelMetrics } from "#db/queries/reward-models.ts";
import { assignments } from "#db/schema/assignments.ts";
import { completions, models } from "#db/schema/completions.ts";
import { judgments } from "#db/schema/judgments.ts";
import { pairs, queueEntries } from "#db/schema/pairs.ts";
import { prompts } from "#db/schema/prompts.ts";
import { rewardModels } from "#db/schema/reward-models.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { describeQueue } from "./describe-queue.ts";
import { listModelBoard } from "./list-model-board.ts";
import { rankPairs } from "./rank-pairs.ts";
import { recordJudgment } from "./record-judgment.ts";
import { servePairs } from "./serve-pairs.ts";
import { trainRewardModel } from "./train-reward-model.ts";

const { db } = await openTestDatabase();

/** Two models: one answers in a structured list, the other evades. Structure always wins. */
async function beginWithTexts(promptCount: number, holdoutPrompts: number): Promise<string> {
  const policy = { warmupJudgments: 32 };
  const projectId = await insertJudgingProject(db, {
    prompts: promptCount,
    holdoutPrompts,
    policy,
  });
  const good = sql`'Here is a clear plan for ' || ${completions.id} || E':\n\n1. Begin early.\n2. Check **twice**.\n3. Ask a friend.'`;
  const poor = sql`'I am not sure, perhaps maybe it depends. Sorry about number ' || ${completions.id}`;
  await db
    .update(completions)
    .set({ text: sql`case when ${models.name} = 'model-1' then ${good} else ${poor} end` })
    .from(models)
    .innerJoin(prompts, eq(prompts.projectId, models.projectId))
    .where(
      and(
        eq(models.id, completions.modelId),
        eq(prompts.id, completions.promptId),
        eq(models.projectId, projectId),
      ),
    );
  return projectId;
}

async function judgeBySight(projectId: string, judgmentsWanted: number): Promise<void> {
  const annotator = { projectId, annotatorId: await insertUser(db) };
  for (let done = 0; done < judgmentsWanted; done += 1) {
    const { leases } = await servePairs(db, { ...annotator, wanted: 1 });
    const lease = leases.at(0);
    if (lease === undefined) return;
    const input = {
      assignmentId: lease.assignmentId,
      idempotencyKey: randomUUID(),
      verdict: lease.left.startsWith("Here") ? ("left" as const) : ("right" as const),
      strength: null,
      timings: null,
      held: [],
    };
    await recordJudgment(db, { ...annotator, input });
  }
}

test("there is no model before the warm-up is over", async () => {
  const projectId = await beginWithTexts(40, 4);
  await judgeBySight(projectId, 10);
  expect(await trainRewardModel(db, projectId)).toBeNull();
  expect(await rankPairs(db, projectId)).toBe(0);
});

test("a model learns what people prefer, is tested on unseen prompts, and fills the queue", async () => {
  const projectId = await beginWithTexts(120, 20);
  await judgeBySight(projectId, 80);
  expect(await trainRewardModel(db, projectId)).toBe(1);
  const [first] = await listRewardModelMetrics(db, projectId);
  expect(first?.metrics.holdout.judgments).toBeGreaterThan(2);
  expect(first?.metrics.holdout.accuracy).toBe(1);
  const queued = await rankPairs(db, projectId);
  const queue = await describeQueue(db, projectId);
  expect(queued).toBeGreaterThan(10);
  expect(queue.counts).toEqual({ total: queued, open: queued });
  for (const entry of queue.entries) {
    expect(entry.pFirst > 0 && entry.pFirst < 1).toBe(true);
    expect(entry.epistemic).toBeGreaterThan(0);
    expect(entry.aleatoric).toBeGreaterThan(0);
  }
});

test("the active arm then serves from the queue and stores which version chose", async () => {
  const projectId = await beginWithTexts(120, 20);
  await judgeBySight(projectId, 60);
  await trainRewardModel(db, projectId);
  await rankPairs(db, projectId);
  await judgeBySight(projectId, 20);
  const served = await db
    .select({ policy: assignments.policy, version: assignments.modelVersion, n: count() })
    .from(assignments)
    .where(eq(assignments.projectId, projectId))
    .groupBy(assignments.policy, assignments.modelVersion);
  const chosen = served.find((row) => row.policy !== "uniform");
  expect(chosen?.version).toBe(1);
  expect(chosen?.n).toBeGreaterThan(5);
});

test("hold-out prompts never reach training and never enter the queue", async () => {
  const projectId = await beginWithTexts(80, 30);
  await judgeBySight(projectId, 70);
  await trainRewardModel(db, projectId);
  await rankPairs(db, projectId);
  const trained = await db
    .select({ trainedOn: rewardModels.trainedOn })
    .from(rewardModels)
    .where(eq(rewardModels.projectId, projectId));
  const trainable = await db
    .select({ n: count() })
    .from(judgments)
    .innerJoin(pairs, eq(pairs.id, judgments.pairId))
    .where(and(eq(judgments.projectId, projectId), eq(pairs.slice, "train")));
  expect(trained.at(0)?.trainedOn).toBe(trainable.at(0)?.n);
  const heldOut = await db
    .select({ n: count() })
    .from(queueEntries)
    .innerJoin(pairs, eq(pairs.id, queueEntries.pairId))
    .where(and(eq(queueEntries.projectId, projectId), eq(pairs.slice, "holdout")));
  expect(heldOut.at(0)?.n).toBe(0);
});

test("a project has news until a model has seen its last judgment", async () => {
  const projectId = await beginWithTexts(60, 6);
  await judgeBySight(projectId, 50);
  const isListed = async () =>
    (await listProjectsWithNews(db)).find((project) => project.projectId === projectId);
  expect((await isListed())?.news).toBe(50);
  await trainRewardModel(db, projectId);
  expect(await isListed()).toBeUndefined();
  await judgeBySight(projectId, 1);
  expect(await isListed()).toMatchObject({ news: 1 });
});

test("the model board orders models by rating with an interval around it", async () => {
  const projectId = await beginWithTexts(40, 0);
  await judgeBySight(projectId, 30);
  const board = await listModelBoard(db, projectId);
  const [best, worst] = board.groups[0].rows;
  expect([best.name, worst.name]).toEqual(["model-1", "model-2"]);
  expect(best.lower).toBeLessThan(best.rating);
  expect(best.judgments).toBe(30);
});
