import { randomUUID } from "node:crypto";
import { and, eq, inArray, sql } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import type { Database } from "#db/client.ts";
import { countOpenPairs, sampleOpenPrompts } from "#db/queries/open-pairs.ts";
import { replaceQueue } from "#db/queries/queue.ts";
import { assignments } from "#db/schema/assignments.ts";
import { completions, models } from "#db/schema/completions.ts";
import { gold } from "#db/schema/gold.ts";
import { pairs, queueEntries } from "#db/schema/pairs.ts";
import { prompts } from "#db/schema/prompts.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import type { ArmShares, SelectionPolicy } from "#server/contracts/project-settings.ts";
import { chiSquareSurvival } from "#server/core/numerics/chi-square.ts";
import { createRandom, type Random } from "#server/core/numerics/random.ts";
import { buildQueue } from "#server/core/reward/build-queue.ts";
import { rankPairs } from "./rank-pairs.ts";
import { recordJudgment } from "./record-judgment.ts";
import { servePairs } from "./serve-pairs.ts";
import { skipAssignment } from "./skip-assignment.ts";
import { trainRewardModel } from "./train-reward-model.ts";

const { db } = await openTestDatabase();

// Some two thousand draws, each a transaction of its own.
vi.setConfig({ testTimeout: 240_000 });

/** A true hypothesis fails one of these tests once in 10,000 runs of it. */
const significance = 1e-4;
const zMax = 4;

/** The plain mean of what a policy chose is off by 5 or 6 standard errors here. */
const zOfBias = 2;

type Annotator = { readonly projectId: string; readonly annotatorId: string };
type Draw = {
  readonly id: string;
  readonly arm: string;
  readonly pairId: number;
  readonly policy: string;
  readonly propensity: number;
  readonly armShare: number;
};

async function begin(arms: ArmShares, plan: Partial<SelectionPolicy> = {}, promptCount = 8) {
  const policy = { ...plan, arms };
  const projectId = await insertJudgingProject(db, {
    prompts: promptCount,
    holdoutPrompts: 2,
    models: 3,
    policy,
  });
  return { projectId, annotatorId: await insertUser(db) };
}

async function serveOne(tx: Database, annotator: Annotator): Promise<Draw | null> {
  const { leases } = await servePairs(tx, { ...annotator, wanted: 1 });
  const lease = leases.at(0);
  if (lease === undefined) return null;
  const rows = await tx
    .select({
      id: assignments.id,
      arm: assignments.arm,
      pairId: assignments.pairId,
      policy: assignments.policy,
      propensity: assignments.propensity,
      armShare: assignments.armShare,
    })
    .from(assignments)
    .where(eq(assignments.id, lease.assignmentId));
  return rows.at(0) ?? null;
}

async function judgeOne(annotator: Annotator): Promise<Draw | null> {
  const draw = await serveOne(db, annotator);
  if (draw === null) return null;
  await recordJudgment(db, {
    ...annotator,
    input: {
      assignmentId: draw.id,
      idempotencyKey: randomUUID(),
      verdict: "left",
      strength: null,
      timings: null,
      held: [],
    },
  });
  return draw;
}

/** What would be served now, drawn many times over from one and the same state. */
async function drawMany(
  annotator: Annotator,
  draws: number,
  prepare: (tx: Database) => Promise<void> = async () => {},
): Promise<Draw[]> {
  const drawn: Draw[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const undone = new Error("undone");
    const attempt = db.transaction(async (tx) => {
      await prepare(tx);
      const served = await serveOne(tx, annotator);
      if (served !== null) drawn.push(served);
      throw undone;
    });
    await attempt.catch((error: unknown) => {
      if (error !== undone) throw error;
    });
  }
  return drawn;
}

/**
 * Tests counts against the chances that were stored with each draw. Rare cells are put together, so
 * that the approximation holds; what was never drawn is the last cell.
 */
function expectFrequencies(draws: readonly Draw[], chanceOf = (draw: Draw) => draw.propensity) {
  const cells = new Map<string, { count: number; chance: number }>();
  for (const draw of draws) {
    const key = `${draw.arm}/${draw.policy}/${draw.pairId}`;
    const cell = cells.get(key) ?? { count: 0, chance: chanceOf(draw) };
    expect(chanceOf(draw)).toBeCloseTo(cell.chance, 12);
    cells.set(key, { ...cell, count: cell.count + 1 });
  }
  const common = [...cells.values()].filter((cell) => cell.chance * draws.length >= 5);
  const seen = common.reduce((sum, cell) => sum + cell.count, 0);
  const chance = common.reduce((sum, cell) => sum + cell.chance, 0);
  expect(chance).toBeLessThan(1 + 1e-9);
  const rest = { count: draws.length - seen, chance: Math.max(0, 1 - chance) };
  const tested = rest.chance * draws.length >= 1 ? [...common, rest] : common;
  const statistic = tested.reduce((sum, cell) => {
    const expected = cell.chance * draws.length;
    return sum + (cell.count - expected) ** 2 / expected;
  }, 0);
  expect(tested.length).toBeGreaterThan(1);
  expect(chiSquareSurvival(statistic, tested.length - 1)).toBeGreaterThan(significance);
}

async function listTrainPairs(projectId: string, tx: Database = db) {
  return await tx
    .select({ id: pairs.id, promptId: pairs.promptId })
    .from(pairs)
    .where(
      and(
        eq(pairs.projectId, projectId),
        eq(pairs.slice, "train"),
        eq(pairs.isGold, false),
        sql`${pairs.status} = 'open' and ${pairs.openSlots} > 0`,
      ),
    )
    .orderBy(pairs.id);
}

/** Fills the queue by scores that the test knows. */
async function fillQueue(
  tx: Database,
  projectId: string,
  params: { readonly random: Random; scoreOf(pairId: number): number },
): Promise<void> {
  const open = await listTrainPairs(projectId, tx);
  const promptIds = [...new Set(open.map((pair) => pair.promptId))];
  const queue = buildQueue(
    {
      scores: Float64Array.from(open, (pair) => params.scoreOf(pair.id)),
      prompts: Uint32Array.from(open, (pair) => promptIds.indexOf(pair.promptId)),
      labelledFractions: new Float64Array(promptIds.length),
      batch: 256,
    },
    params.random,
  );
  const entries = Array.from(queue.pairs, (pair, index) => ({
    projectId,
    pairId: open[pair].id,
    promptId: open[pair].promptId,
    weight: queue.weights[index],
    promptWeight: queue.promptWeights[index],
    pFirst: 0.5,
    epistemic: 0.1,
    aleatoric: 0.6,
    policy: "entropy",
    modelVersion: 1,
  }));
  await replaceQueue(tx, { projectId, entries });
}

const worthOf = (pairId: number) => ((pairId * 7) % 5) / 4;
const scoreOf = (pairId: number) => 1 + 2 * worthOf(pairId);
/** Steep enough for the bias of the plain mean to show in 150 draws. */
const steepScoreOf = (pairId: number) => 1 + 4 * worthOf(pairId);

describe("what is served is served as often as the stored propensity says", () => {
  test("with every arm at once, for an annotator with a history", async () => {
    const annotator = await begin(
      {
        active: 0.4,
        control: 0.2,
        holdout: 0.1,
        gold: 0.2,
        repeat: 0.1,
      },
      {},
      16,
    );
    const all = await listTrainPairs(annotator.projectId);
    const golden = all.slice(0, 3).map((pair) => ({ pairId: pair.id, verdict: "first" as const }));
    const { projectId } = annotator;
    for (let done = 0; done < 24; done += 1) await judgeOne(annotator);
    await db.insert(gold).values(golden.map((one) => ({ ...one, projectId })));
    await db
      .update(pairs)
      .set({ targetJudgments: 2, openSlots: 1, status: "open" })
      .where(and(eq(pairs.projectId, projectId), sql`${pairs.id} % 2 = 0`));
    const other = { projectId, annotatorId: await insertUser(db) };
    const random = createRandom(1);
    const drawn = await drawMany(other, 300, (tx) => fillQueue(tx, projectId, { random, scoreOf }));
    expect(new Set(drawn.map((draw) => draw.arm))).toEqual(
      new Set(["active", "control", "holdout", "gold"]),
    );
    expectFrequencies(drawn);
    const again = await drawMany(annotator, 200);
    expect(new Set(again.map((draw) => draw.arm)).has("repeat")).toBe(true);
    expectFrequencies(again);
  });

  test("after others were served, skipped and let leases lapse: history foretells nothing", async () => {
    const annotator = await begin(
      { active: 0.5, control: 0.5, holdout: 0, gold: 0, repeat: 0 },
      { targetJudgments: 2 },
    );
    const { projectId } = annotator;
    await fillQueue(db, projectId, { random: createRandom(3), scoreOf });
    for (let round = 0; round < 3; round += 1) {
      const other = { projectId, annotatorId: await insertUser(db) };
      await judgeOne(other);
      const skipped = await serveOne(db, other);
      const input = { assignmentId: skipped?.id ?? "", reason: null, held: [] };
      await skipAssignment(db, { ...other, input });
      await servePairs(db, { ...other, wanted: 2 });
    }
    await db
      .update(assignments)
      .set({ state: "expired" })
      .where(and(eq(assignments.projectId, projectId), eq(assignments.state, "leased")));
    await db.execute(sql`update pairs set open_slots = 2 - (select count(*) from assignments a
      where a.pair_id = pairs.id and a.state in ('leased', 'judged')) where project_id = ${projectId}`);
    await judgeOne(annotator);
    const weights = await db
      .select()
      .from(queueEntries)
      .where(eq(queueEntries.projectId, projectId));
    const shareOf = new Map(weights.map((one) => [one.pairId, one.weight / one.promptWeight]));
    // The queue stays as it is, so that within a prompt the pair is certain.
    expectFrequencies(await drawMany(annotator, 300), (draw) =>
      draw.policy === "uniform"
        ? draw.propensity
        : draw.propensity / (shareOf.get(draw.pairId) ?? 1),
    );
  });

  test("when the queue is empty the active arm draws uniformly and says so", async () => {
    const annotator = await begin({ active: 0.9, control: 0.1, holdout: 0, gold: 0, repeat: 0 });
    const drawn = await drawMany(annotator, 200);
    expect(new Set(drawn.map((draw) => draw.policy))).toEqual(new Set(["uniform"]));
    expectFrequencies(drawn);
  });

  test("when pairs of other projects lie between, and few are left", async () => {
    const annotator = await begin({ active: 0, control: 1, holdout: 0, gold: 0, repeat: 0 });
    const { projectId } = annotator;
    await insertJudgingProject(db, { prompts: 3000 });
    await insertPromptsInto(projectId, 12);
    expectFrequencies(await drawMany(annotator, 250));
  });
});

/** More prompts of a project, whose pairs have ids far from those of the first. */
async function insertPromptsInto(projectId: string, count: number): Promise<void> {
  const added = await insertJudgingProject(db, { prompts: count, models: 2 });
  await db
    .update(prompts)
    .set({ projectId, contentHash: sql`md5(${prompts.id}::text)` })
    .where(eq(prompts.projectId, added));
  await db.update(pairs).set({ projectId }).where(eq(pairs.projectId, added));
}

test.each(["entropy", "capped", "rank-flip"] as const)(
  "the policy %s chooses prompts as often as stored, and each draw names it",
  async (policyName) => {
    const annotator = await begin(
      { active: 1, control: 0, holdout: 0, gold: 0, repeat: 0 },
      { policyName, warmupJudgments: 8 },
      24,
    );
    const { projectId } = annotator;
    await db
      .update(completions)
      .set({
        text: sql`repeat('Well. It depends on ' || ${completions.id} || ' things. ', (1 + ${completions.id} % 7)::int)`,
      })
      .where(
        inArray(
          completions.modelId,
          db.select({ id: models.id }).from(models).where(eq(models.projectId, projectId)),
        ),
      );
    for (let done = 0; done < 16; done += 1) await judgeOne(annotator);
    await trainRewardModel(db, projectId);
    await rankPairs(db, projectId);
    const entries = await db
      .select()
      .from(queueEntries)
      .where(eq(queueEntries.projectId, projectId));
    const shareOf = new Map(entries.map((one) => [one.pairId, one.weight / one.promptWeight]));
    const drawn = await drawMany(annotator, 120);
    expect(new Set(drawn.map((draw) => draw.policy))).toEqual(new Set([policyName]));
    expectFrequencies(drawn, (draw) => draw.propensity / (shareOf.get(draw.pairId) ?? 1));
  },
);

test("the chance that a prompt is ranked at all is part of what is stored", async () => {
  const annotator = await begin(
    { active: 1, control: 0, holdout: 0, gold: 0, repeat: 0 },
    { policyName: "uniform", warmupJudgments: 8 },
    602,
  );
  const { projectId } = annotator;
  for (let done = 0; done < 8; done += 1) await judgeOne(annotator);
  await trainRewardModel(db, projectId);
  expect(await rankPairs(db, projectId)).toBe(256);
  const open = await listTrainPairs(projectId);
  const perPrompt = new Map<number, number>();
  for (const { promptId } of open) perPrompt.set(promptId, (perPrompt.get(promptId) ?? 0) + 1);
  // Prompts with a judgment come later; of the others 256 were drawn, and all their pairs are alike.
  const inTurn = [...perPrompt.values()].filter((pairs) => pairs === 3).length;
  expect(inTurn).toBeGreaterThan(590);
  for (const draw of await drawMany(annotator, 10)) {
    expect(draw.policy).toBe("uniform");
    expect(1 / draw.propensity).toBeCloseTo(3 * inTurn, 6);
  }
});

test("a prompt is sampled as often as it is said to be", async () => {
  const { projectId } = await begin(
    { active: 1, control: 0, holdout: 0, gold: 0, repeat: 0 },
    {},
    302,
  );
  // A third of the prompts have one open pair left, the others three.
  await db.execute(sql`update pairs set open_slots = 0 where project_id = ${projectId}
    and prompt_id % 3 = 0 and id > (select min(id) from pairs p where p.prompt_id = pairs.prompt_id)`);
  const open = await countOpenPairs(db, { projectId, slice: "train" });
  const pairsOf = new Map<number, number>();
  for (const { promptId } of await listTrainPairs(projectId)) {
    pairsOf.set(promptId, (pairsOf.get(promptId) ?? 0) + 1);
  }
  for (const size of [1, 3]) {
    const prompts = [...pairsOf].filter(([, pairs]) => pairs === size).map(([id]) => id);
    const tries = 40;
    let sampledCount = 0;
    let chance = 0;
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const sampled = await sampleOpenPrompts(db, { projectId, slice: "train", open, wanted: 200 });
      const among = new Set(sampled.promptIds);
      sampledCount += prompts.filter((id) => among.has(id)).length;
      chance = sampled.chanceOf(size);
    }
    const expected = tries * prompts.length * chance;
    expect(chance).toBeLessThan(1);
    // Prompts of one sample compete for its places, so that counts spread less than binomial ones.
    expect(Math.abs(sampledCount - expected)).toBeLessThan(
      zMax * Math.sqrt(expected * (1 - chance)),
    );
  }
});

/**
 * Three annotators judge half a project in turn, the queue made anew before every draw. Each draw
 * estimates the mean of a value over all pairs: what is judged already counts as known, and what was
 * drawn stands for the rest, divided by the chance it had within its arm (Des Raj 1956,
 * https://doi.org/10.1080/01621459.1956.10501326). Given the past each estimate is unbiased, so that
 * their deviations add up like those of independent draws.
 */
test("inverse-propensity estimates of a known mean are unbiased in both arms, the plain mean is not", async () => {
  const annotator = await begin(
    { active: 0.6, control: 0.4, holdout: 0, gold: 0, repeat: 0 },
    {},
    82,
  );
  const { projectId } = annotator;
  const annotators = [annotator, { projectId, annotatorId: await insertUser(db) }];
  const population = await listTrainPairs(projectId);
  const mean = population.reduce((sum, pair) => sum + worthOf(pair.id), 0) / population.length;
  const random = createRandom(11);
  const judged = { count: 0, sum: 0 };
  const deviations: { active: number[]; control: number[] } = { active: [], control: [] };
  const plain: number[] = [];
  for (let draw = 0; draw < 150; draw += 1) {
    await fillQueue(db, projectId, { random, scoreOf: steepScoreOf });
    const served = await judgeOne(annotators[draw % annotators.length]);
    if (served === null) throw new Error("nothing was served");
    const value = worthOf(served.pairId);
    const estimate =
      (judged.sum + (value * served.armShare) / served.propensity) / population.length;
    deviations[served.arm === "active" ? "active" : "control"].push(estimate - mean);
    if (served.arm === "active") plain.push(value - mean);
    judged.count += 1;
    judged.sum += value;
  }
  expect(Math.abs(zOf(deviations.active))).toBeLessThan(zMax);
  expect(Math.abs(zOf(deviations.control))).toBeLessThan(zMax);
  expect(zOf(plain)).toBeGreaterThan(zOfBias);
});

function zOf(deviations: readonly number[]): number {
  const sum = deviations.reduce((total, one) => total + one, 0);
  return sum / Math.sqrt(deviations.reduce((total, one) => total + one * one, 0));
}
