import { randomUUID } from "node:crypto";
import { and, asc, count, eq, inArray, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  findLearningProof,
  listPendingRescorings,
  listRescorings,
} from "#db/queries/learning-proofs.ts";
import { findRankingVersion, listStaleQueues } from "#db/queries/ranking-versions.ts";
import {
  findLatestFit,
  listProjectsWithNews,
  listProjectsWithOtherScores,
  listRewardModelMetrics,
} from "#db/queries/reward-models.ts";
import { assignments } from "#db/schema/assignments.ts";
import { auditEvents } from "#db/schema/audit-events.ts";
import { completionScores, completions } from "#db/schema/completions.ts";
import { judgments } from "#db/schema/judgments.ts";
import { pairs, queueEntries } from "#db/schema/pairs.ts";
import { prompts } from "#db/schema/prompts.ts";
import { rewardModels } from "#db/schema/reward-models.ts";
import { scoreServices } from "#db/schema/score-services.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { rewardModelMetrics } from "#server/contracts/reward-model.ts";
import { toFloatBytes } from "#server/services/float-bytes.ts";
import { followNewestModel } from "#server/services/follow-newest-model.ts";
import { promoteRewardModel } from "#server/services/promote-reward-model.ts";
import { rankPairs } from "#server/services/rank-pairs.ts";
import { requestRescoring } from "#server/services/request-rescoring.ts";
import { servePairs } from "#server/services/serve-pairs.ts";
import { trainRewardModel } from "#server/services/train-reward-model.ts";
import { updateModelOnline } from "#server/services/update-model-online.ts";
import { adoptScores, learn, rankStaleQueues, refitUnreadable } from "./learn.ts";
import { answerRescorings, proveLearning } from "./prove-learning.ts";

const { db } = await openTestDatabase();

type Side = { readonly id: number; readonly text: string };
type Judge = (first: Side, second: Side) => "first" | "second" | "tie";

/** Half the answers are structured, in no relation to the model that gave them. */
async function begin(promptCount: number, holdoutPrompts = 0): Promise<string> {
  const policy = { warmupJudgments: 32 };
  const plan = { prompts: promptCount, holdoutPrompts, models: 3, policy };
  const projectId = await insertJudgingProject(db, plan);
  await db.execute(sql`
    update completions c set text = case when hashint8(c.id) % 2 = 0
      then 'Here is a clear plan for ' || c.id || E':\n\n1. Begin early.\n2. Check **twice**.\n3. Ask a friend.'
      else 'I am not sure, perhaps it depends on things. Sorry about number ' || c.id end
    from prompts p where p.id = c.prompt_id and p.project_id = ${projectId}`);
  return projectId;
}

const preferStructure: Judge = (first, second) => {
  const [a, b] = [first.text.startsWith("Here"), second.text.startsWith("Here")];
  if (a === b) return "tie";
  return a ? "first" : "second";
};

/** What only the outside service sees: the remainder of the identifier. */
const hidden = (id: number) => (id * 7919) % 11;
const preferHidden: Judge = (first, second) =>
  hidden(first.id) >= hidden(second.id) ? "first" : "second";

/** No more than chance has to do with structure. */
const tossCoin: Judge = (first, second) =>
  ((first.id * 31 + second.id * 17) >> 2) % 2 === 0 ? "first" : "second";

/** Judges pairs that nobody has judged, in a random order. */
async function judge(
  projectId: string,
  params: {
    readonly judgments: number;
    readonly by?: Judge;
    readonly annotatorId?: string;
    readonly arm?: "active" | "control" | "holdout";
    readonly strength?: { strength: number; strengthLevels: number };
    /** Another seed gives another order. */
    readonly seed?: number;
  },
): Promise<void> {
  const { by = preferStructure, arm = "control", seed = 1 } = params;
  const annotatorId = params.annotatorId ?? (await insertUser(db));
  const found = await db.execute<{
    id: number;
    firstId: number;
    secondId: number;
    firstText: string;
    secondText: string;
  }>(sql`
    select p.id::int, p.first_id::int "firstId", p.second_id::int "secondId",
      a.text "firstText", b.text "secondText"
    from pairs p join completions a on a.id = p.first_id join completions b on b.id = p.second_id
    where p.project_id = ${projectId} and p.slice = ${arm === "holdout" ? "holdout" : "train"}
      and not exists (select 1 from judgments j where j.pair_id = p.id)
    order by md5(p.id || ' ' || ${seed}::int) limit ${params.judgments}`);
  const chosen = [...found];
  if (chosen.length === 0) return;
  const leases = await db
    .insert(assignments)
    .values(
      chosen.map(({ id }) => ({
        projectId,
        pairId: id,
        annotatorId,
        leftIsFirst: true,
        arm,
        policy: arm === "active" ? "capped" : "uniform",
        armShare: 0.5,
        propensity: 0.01,
        guidelineVersion: 1,
        state: "judged" as const,
        leasedUntil: new Date(),
      })),
    )
    .returning({ id: assignments.id, pairId: assignments.pairId });
  const leaseOf = new Map(leases.map((lease) => [lease.pairId, lease.id]));
  await db.insert(judgments).values(
    chosen.map((pair) => {
      const verdict = by(
        { id: pair.firstId, text: pair.firstText },
        { id: pair.secondId, text: pair.secondText },
      );
      return {
        assignmentId: leaseOf.get(pair.id) ?? "",
        projectId,
        pairId: pair.id,
        annotatorId,
        verdict,
        ...(verdict === "tie" ? {} : params.strength),
        idempotencyKey: randomUUID(),
      };
    }),
  );
}

async function insertService(projectId: string, modelVersion = "v1"): Promise<string> {
  const config = { kind: "reward1", url: "http://192.0.2.1", model: null, wantsEmbedding: true };
  const rows = await db
    .insert(scoreServices)
    .values({ projectId, config, modelVersion, scale: "bt_logit" })
    .returning({ id: scoreServices.id });
  return rows[0]?.id ?? "";
}

/** Scores as a service would: what it sees, on its own scale, and prompts with offsets of their own. */
async function score(
  projectId: string,
  source: { readonly serviceId: string; readonly modelVersion: string },
  options: { readonly share?: number; readonly embedding?: boolean } = {},
): Promise<void> {
  const { share = 1, embedding = false } = options;
  const all = await db
    .select({ id: completions.id, promptId: completions.promptId })
    .from(completions)
    .innerJoin(prompts, eq(prompts.id, completions.promptId))
    .where(eq(prompts.projectId, projectId))
    .orderBy(asc(completions.id));
  await db
    .insert(completionScores)
    .values(
      all.slice(0, Math.round(share * all.length)).map(({ id, promptId }) => ({
        ...source,
        completionId: id,
        mean: embedding ? null : hidden(id) / 2 + (promptId % 9) * 5,
        embedding: embedding ? toFloatBytes([hidden(id), promptId % 5, id % 3]) : null,
      })),
    )
    .onConflictDoNothing();
}

/** What the model expects to learn from a queued pair, in nats. */
async function meanDoubt(projectId: string): Promise<number> {
  const rows = await db
    .select({ mean: sql<number>`avg(${queueEntries.epistemic})`.mapWith(Number) })
    .from(queueEntries)
    .where(eq(queueEntries.projectId, projectId));
  return rows[0]?.mean ?? 0;
}

async function versionsOf(projectId: string) {
  return await listRewardModelMetrics(db, projectId);
}

test("once every completion is scored, a model learns on top and predicts what text cannot tell", async () => {
  const projectId = await begin(60, 20);
  await judge(projectId, { judgments: 60, by: preferHidden });
  await judge(projectId, { judgments: 60, by: preferHidden, arm: "holdout" });
  const source = { serviceId: await insertService(projectId), modelVersion: "v1" };
  await score(projectId, source, { share: 0.9 });
  await trainRewardModel(db, projectId);
  await score(projectId, source);
  await trainRewardModel(db, projectId);
  const [alone, onTop] = await versionsOf(projectId);
  expect(alone?.basis).toBeNull();
  expect(onTop?.basis).toEqual({
    serviceId: source.serviceId,
    serviceModelVersion: "v1",
    hasScore: true,
    embeddingWidth: 0,
  });
  expect(alone?.metrics.holdout.accuracy).toBeLessThan(0.7);
  expect(onTop?.metrics.holdout.accuracy).toBeGreaterThan(0.9);
});

test("embeddings alone are learned on, too", async () => {
  const projectId = await begin(60, 20);
  await judge(projectId, { judgments: 150, by: preferHidden });
  await judge(projectId, { judgments: 60, by: preferHidden, arm: "holdout" });
  const source = { serviceId: await insertService(projectId), modelVersion: "v1" };
  await score(projectId, source, { embedding: true });
  await trainRewardModel(db, projectId);
  const [model] = await versionsOf(projectId);
  expect(model?.basis).toMatchObject({ hasScore: false, embeddingWidth: 3 });
  expect(model?.metrics.holdout.accuracy).toBeGreaterThan(0.8);
});

test("scores that are missing never stop training or ranking, and add doubt to their pairs", async () => {
  const projectId = await begin(40);
  await judge(projectId, { judgments: 60, by: preferHidden });
  const source = { serviceId: await insertService(projectId), modelVersion: "v1" };
  await score(projectId, source);
  await trainRewardModel(db, projectId);
  await rankPairs(db, projectId);
  expect(await meanDoubt(projectId)).toBeLessThan(0.05);
  await db.delete(completionScores).where(eq(completionScores.serviceId, source.serviceId));
  expect(await rankPairs(db, projectId)).toBeGreaterThan(5);
  // Nearly all of a verdict that rests on scores is unknown without them: ln 2 would be all of it.
  expect(await meanDoubt(projectId)).toBeGreaterThan(0.2);
  await score(projectId, source, { share: 0.5 });
  expect(await trainRewardModel(db, projectId)).toBe(2);
  expect(await rankPairs(db, projectId)).toBeGreaterThan(5);
});

test("pairs that the service itself is unsure of are doubtful, by its ensemble or by its deviation", async () => {
  const projectId = await begin(40);
  await judge(projectId, { judgments: 60, by: preferHidden });
  const source = { serviceId: await insertService(projectId), modelVersion: "v1" };
  await score(projectId, source);
  await trainRewardModel(db, projectId);
  const doubtWith = async (part: { members: number[] } | { deviation: number }) => {
    const rows = await db.select().from(completionScores);
    for (const { completionId, mean } of rows.filter((row) => row.serviceId === source.serviceId)) {
      const members =
        "members" in part ? toFloatBytes(part.members.map((by) => (mean ?? 0) + by)) : null;
      const deviation = "deviation" in part ? part.deviation : 0;
      await db
        .update(completionScores)
        .set({ members, deviation })
        .where(eq(completionScores.completionId, completionId));
    }
    await rankPairs(db, projectId);
    return await meanDoubt(projectId);
  };
  const sure = await doubtWith({ deviation: 0 });
  // An offset of a member for all that it reads says nothing about any pair.
  expect(Math.abs((await doubtWith({ members: [-9, 9] })) - sure)).toBeLessThan(0.01);
  expect(await doubtWith({ deviation: 9 })).toBeGreaterThan(sure + 0.1);
  await db.execute(sql`update completion_scores set members = case when completion_id % 3 = 0
    then ${toFloatBytes([-9, 9])} else ${toFloatBytes([9, -9])} end, deviation = 0`);
  await rankPairs(db, projectId);
  expect(await meanDoubt(projectId)).toBeGreaterThan(sure + 0.1);
});

test("absurd stored numbers, and numbers at the bound, stop neither training nor ranking", async () => {
  const projectId = await begin(40);
  await judge(projectId, { judgments: 60, by: preferHidden });
  const source = { serviceId: await insertService(projectId), modelVersion: "v1" };
  await score(projectId, source);
  const members = (value: number) => toFloatBytes([0, value]);
  for (const [mean, deviation, member] of [
    [1e308, 1e200, 1e39],
    [1e160, -1, 1e39],
    [1e6, 1e6, 1e6],
    [-1e6, 1e6, -1e6],
  ] as const) {
    await db.execute(sql`update completion_scores set mean = ${mean}::float8,
      deviation = ${deviation}::float8, members = ${members(member)}
      where service_id = ${source.serviceId} and completion_id % 23 = 0`);
    expect(await trainRewardModel(db, projectId)).toBeGreaterThan(0);
    expect(await rankPairs(db, projectId)).toBeGreaterThan(5);
  }
  // Rewards that differ by next to nothing, and a deviation at the bound.
  await db.execute(sql`update completion_scores set mean = completion_id % 7 * 1e-300::float8,
    deviation = 1e6, members = null where service_id = ${source.serviceId}`);
  expect(await trainRewardModel(db, projectId)).toBeGreaterThan(0);
  expect(await rankPairs(db, projectId)).toBeGreaterThan(5);
});

test("when the service changes its model the old scores rank until all new ones are there", async () => {
  const projectId = await begin(40);
  await judge(projectId, { judgments: 50, by: preferHidden });
  const serviceId = await insertService(projectId);
  await score(projectId, { serviceId, modelVersion: "v1" });
  await adoptScores(db);
  expect(await versionsOf(projectId)).toHaveLength(0);
  await trainRewardModel(db, projectId);
  await db
    .update(scoreServices)
    .set({ modelVersion: "v2" })
    .where(eq(scoreServices.projectId, projectId));
  await score(projectId, { serviceId, modelVersion: "v2" }, { share: 0.5 });
  await adoptScores(db);
  expect((await findLatestFit(db, projectId))?.basis?.serviceModelVersion).toBe("v1");
  await trainRewardModel(db, projectId);
  expect((await findLatestFit(db, projectId))?.basis?.serviceModelVersion).toBe("v1");
  await score(projectId, { serviceId, modelVersion: "v2" });
  await adoptScores(db);
  expect((await findLatestFit(db, projectId))?.basis?.serviceModelVersion).toBe("v2");
  const [entry] = await db
    .select({ version: queueEntries.modelVersion })
    .from(queueEntries)
    .where(eq(queueEntries.projectId, projectId));
  expect(entry?.version).toBe(3);
  expect(await listProjectsWithOtherScores(db)).not.toContain(projectId);
});

test("when the service is removed its model ranks by text until one without it is fitted", async () => {
  const projectId = await begin(40);
  await judge(projectId, { judgments: 50 });
  const serviceId = await insertService(projectId);
  await score(projectId, { serviceId, modelVersion: "v1" });
  await trainRewardModel(db, projectId);
  await db.delete(scoreServices).where(eq(scoreServices.projectId, projectId));
  expect(await rankPairs(db, projectId)).toBeGreaterThan(5);
  await adoptScores(db);
  expect(await findLatestFit(db, projectId)).toMatchObject({ version: 2, basis: null });
});

test("new judgments change the ranking without a refit, under a version of their own", async () => {
  const projectId = await begin(60, 6);
  await judge(projectId, { judgments: 40 });
  await judge(projectId, { judgments: 12, arm: "holdout" });
  await trainRewardModel(db, projectId);
  await judge(projectId, { judgments: 4, seed: 2 });
  await learn(db);
  const [fit, updated] = await versionsOf(projectId);
  expect(fit).toMatchObject({ version: 1, updatedFrom: null, trainedOn: 40 });
  expect(updated).toMatchObject({ version: 2, updatedFrom: 1, trainedOn: 44 });
  expect(updated?.metrics.holdout.judgments).toBeGreaterThan(2);
  expect(updated?.metrics.drift).toMatchObject({ since: 1 });
  const served = await servePairs(db, {
    projectId,
    annotatorId: await insertUser(db),
    wanted: 2,
  });
  expect(served.leases.length).toBeGreaterThan(0);
  const named = await db
    .select({ policy: assignments.policy, version: assignments.modelVersion })
    .from(assignments)
    .where(and(eq(assignments.projectId, projectId), eq(assignments.state, "leased")));
  for (const { policy, version } of named) {
    expect(version).toBe(policy === "uniform" ? null : 2);
  }
  expect((await listProjectsWithNews(db)).find((one) => one.projectId === projectId)).toMatchObject(
    {
      news: 4,
      unlearned: 0,
      trainedOn: 40,
    },
  );
  expect(await updateModelOnline(db, projectId)).toBeNull();
});

test("an online update comes close to the refit that follows it", async () => {
  const projectId = await begin(60, 10);
  await judge(projectId, { judgments: 60 });
  await judge(projectId, { judgments: 30, arm: "holdout" });
  await trainRewardModel(db, projectId);
  await judge(projectId, { judgments: 6, seed: 3 });
  await updateModelOnline(db, projectId);
  await trainRewardModel(db, projectId);
  const [, , refit] = await versionsOf(projectId);
  expect(refit?.metrics.drift?.since).toBe(2);
  expect(refit?.metrics.drift?.meanChange).toBeLessThan(0.02);
  expect(refit?.metrics.drift?.rankCorrelation).toBeGreaterThan(0.95);
});

test("online updates stop while a promoted version ranks, and news still leads to fits", async () => {
  const projectId = await begin(60);
  const actorId = await insertUser(db);
  await judge(projectId, { judgments: 40 });
  await trainRewardModel(db, projectId);
  await promoteRewardModel(db, { projectId, actorId, version: 1 });
  await judge(projectId, { judgments: 4, seed: 2 });
  await learn(db);
  expect(await versionsOf(projectId)).toHaveLength(1);
  await judge(projectId, { judgments: 8, seed: 4 });
  await learn(db);
  expect(await versionsOf(projectId)).toHaveLength(2);
  const queue = await db
    .selectDistinct({ version: queueEntries.modelVersion })
    .from(queueEntries)
    .where(eq(queueEntries.projectId, projectId));
  expect(queue).toEqual([{ version: 1 }]);
});

test("an earlier version can be promoted and the newest followed again, each by the worker", async () => {
  const projectId = await begin(60);
  const actorId = await insertUser(db);
  await judge(projectId, { judgments: 40 });
  await trainRewardModel(db, projectId);
  await judge(projectId, { judgments: 20, seed: 2 });
  await trainRewardModel(db, projectId);
  await rankPairs(db, projectId);
  const rankedBy = async () => {
    await rankStaleQueues(db);
    const rows = await db
      .selectDistinct({ version: queueEntries.modelVersion })
      .from(queueEntries)
      .where(eq(queueEntries.projectId, projectId));
    return rows.map(({ version }) => version);
  };
  expect(await rankedBy()).toEqual([2]);
  await promoteRewardModel(db, { projectId, actorId, version: 1 });
  expect(await listStaleQueues(db)).toContain(projectId);
  expect(await rankedBy()).toEqual([1]);
  expect(await findRankingVersion(db, projectId)).toEqual({ live: 1, newest: 2 });
  await followNewestModel(db, { projectId, actorId });
  expect(await rankedBy()).toEqual([2]);
  expect(await listStaleQueues(db)).not.toContain(projectId);
  const events = await db
    .select({ action: auditEvents.action })
    .from(auditEvents)
    .where(eq(auditEvents.projectId, projectId));
  expect(events.map(({ action }) => action)).toEqual([
    "reward_model.promoted",
    "reward_model.followed_newest",
  ]);
});

test("a version that cannot be read any more says so in a sentence and never ranks", async () => {
  const projectId = await begin(60);
  const actorId = await insertUser(db);
  await judge(projectId, { judgments: 40 });
  await trainRewardModel(db, projectId);
  const stored = await db.select().from(rewardModels).where(eq(rewardModels.projectId, projectId));
  const old = stored.map((row) => {
    const text = Buffer.from(row.state).toString("latin1");
    const state = Buffer.from(text.replace('"featureVersion":1', '"featureVersion":0'), "latin1");
    return { ...row, version: 2, state };
  });
  await db.insert(rewardModels).values(old);
  await db
    .insert(rewardModels)
    .values(old.map((row) => ({ ...row, version: 3, state: row.state.subarray(0, 50) })));
  const promote = (version: number) => promoteRewardModel(db, { projectId, actorId, version });
  await expect(promote(2)).rejects.toThrow(/Version 2 reads text in an older way/);
  await expect(promote(3)).rejects.toThrow(/Version 3 was stored in a form/);
  await expect(promote(9)).rejects.toThrow(/no version 9/);
  await expect(requestRescoring(db, { projectId, actorId, version: 2 })).rejects.toThrow(
    /older way/,
  );
  await promote(1);
  expect(await rankPairs(db, projectId)).toBeGreaterThan(5);
});

test("a report tells what ranking under another version would change", async () => {
  const projectId = await begin(60, 10);
  const actorId = await insertUser(db);
  await judge(projectId, { judgments: 40 });
  await judge(projectId, { judgments: 30, arm: "holdout" });
  await trainRewardModel(db, projectId);
  await judge(projectId, { judgments: 60, seed: 2 });
  await trainRewardModel(db, projectId);
  const { id } = await requestRescoring(db, { projectId, actorId, version: 1 });
  expect(await requestRescoring(db, { projectId, actorId, version: 1 })).toEqual({ id });
  expect(await listRescorings(db, projectId)).toMatchObject([{ report: null, finishedAt: null }]);
  await answerRescorings(db);
  const [answered] = await listRescorings(db, projectId);
  expect(answered?.report).toMatchObject({ completions: 150, pairs: 150, drift: { since: 2 } });
  expect(answered?.report?.holdout.accuracy).toBeGreaterThan(0.5);
  expect(answered?.report?.drift?.meanChange).toBeGreaterThan(0);
  expect(await listPendingRescorings(db)).toEqual([]);
});

test("what choosing was worth is proved by the worker and stored for the page", async () => {
  const projectId = await begin(150, 40);
  for (const arm of ["active", "control"] as const) {
    await judge(projectId, { judgments: 70, arm, seed: arm.length });
  }
  const strength = { strength: 2, strengthLevels: 3 };
  await judge(projectId, { judgments: 80, arm: "holdout", strength });
  expect(await findLearningProof(db, projectId)).toBeNull();
  await trainRewardModel(db, projectId);
  await proveLearning(db);
  const found = await findLearningProof(db, projectId);
  const proof = found?.proof;
  expect(proof?.version).toBe(1);
  expect(proof?.curve.at(0)?.judgments).toBe(16);
  expect(proof?.curve.at(-1)?.judgments).toBe(70);
  expect(proof?.curve.at(-1)?.active.value).toBeGreaterThan(0.8);
  expect(["saved", "worse", "no_difference", "too_early"]).toContain(proof?.finding.kind);
  const held = await db
    .select({ n: count() })
    .from(judgments)
    .innerJoin(pairs, eq(pairs.id, judgments.pairId))
    .where(
      and(
        eq(judgments.projectId, projectId),
        eq(pairs.slice, "holdout"),
        inArray(judgments.verdict, ["first", "second"]),
      ),
    );
  expect(proof?.holdoutJudgments).toBe(held[0]?.n);
  expect(proof?.byStrength).toMatchObject([{ strength: 2, strengthLevels: 3 }]);
  const inBins = proof?.calibration.reduce((sum, bin) => sum + bin.judgments, 0);
  expect(inBins).toBe(held[0]?.n);
  await proveLearning(db);
  expect((await findLearningProof(db, projectId))?.createdAt).toEqual(found?.createdAt);
});

test("hold-out judgments have no influence whatever on what is learned", async () => {
  const projectId = await begin(60, 20);
  const serviceId = await insertService(projectId);
  await score(projectId, { serviceId, modelVersion: "v1" });
  await judge(projectId, { judgments: 50 });
  await trainRewardModel(db, projectId);
  await judge(projectId, { judgments: 60, arm: "holdout" });
  await trainRewardModel(db, projectId);
  const rows = await db
    .select({
      hash: rewardModels.contentHash,
      trainedOn: rewardModels.trainedOn,
      metrics: rewardModels.metrics,
    })
    .from(rewardModels)
    .where(eq(rewardModels.projectId, projectId))
    .orderBy(asc(rewardModels.version));
  expect(rows).toHaveLength(2);
  expect(rows[1]?.hash).toBe(rows[0]?.hash);
  expect(rows.map(({ trainedOn }) => trainedOn)).toEqual([50, 50]);
  expect(rows[1]?.metrics.holdout.judgments).toBeGreaterThan(10);
  await updateModelOnline(db, projectId);
  expect(await versionsOf(projectId)).toHaveLength(2);
});

test("somebody who answers at random counts for less, and the version says how many do", async () => {
  const projectId = await begin(120, 20);
  for (const annotator of ["careful", "careful too", "random"]) {
    const by = annotator === "random" ? tossCoin : preferStructure;
    const annotatorId = await insertUser(db, annotator);
    await judge(projectId, { judgments: 80, annotatorId, by, seed: annotator.length });
  }
  await trainRewardModel(db, projectId);
  const [model] = await versionsOf(projectId);
  expect(model?.metrics.annotators).toMatchObject({ total: 3, discounted: 1 });
  expect(model?.metrics.annotators?.lowestWeight).toBeLessThan(0.5);
});

test("a form that changed its levels of strength does not stop learning", async () => {
  const projectId = await begin(60);
  await judge(projectId, { judgments: 40, strength: { strength: 4, strengthLevels: 4 } });
  expect(await trainRewardModel(db, projectId)).toBe(1);
});

test("metrics of versions from before drift and weights were recorded still read", () => {
  const old = {
    holdout: { judgments: 3, accuracy: 1, logLoss: 0.2 },
    arms: null,
    temperature: 1,
    fitMs: 12,
  };
  expect(rewardModelMetrics.parse(old)).toMatchObject({ drift: null, annotators: null });
});

test("what a newer installation cannot read is fitted anew", async () => {
  const projectId = await begin(60);
  await judge(projectId, { judgments: 40 });
  await trainRewardModel(db, projectId);
  const stored = await db.select().from(rewardModels).where(eq(rewardModels.projectId, projectId));
  const cut = stored.map((row) => ({ ...row, version: 2, state: row.state.subarray(0, 50) }));
  await db.insert(rewardModels).values(cut);
  await refitUnreadable(db);
  expect((await versionsOf(projectId)).at(-1)?.version).toBe(3);
  expect(await rankPairs(db, projectId)).toBeGreaterThan(5);
});
