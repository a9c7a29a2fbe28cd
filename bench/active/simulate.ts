import { createRandom, type Random } from "#server/core/numerics/random.ts";
import {
  buildQueue,
  chooseCandidatePrompts,
  type QueueOptions,
} from "#server/core/reward/build-queue.ts";
import type { CompletionPairs, FeatureMatrix } from "#server/core/reward/feature-matrix.ts";
import { featureVersion } from "#server/core/reward/features.ts";
import { fitRewardModel } from "#server/core/reward/fit-reward-model.ts";
import { fitOutsideStandardiser, joinStandardisers } from "#server/core/reward/outside-columns.ts";
import {
  type Policy,
  type PolicyName,
  policies,
  warmupJudgments,
} from "#server/core/reward/policies.ts";
import {
  pairRewardMargins,
  predictPairMargins,
  predictRewards,
} from "#server/core/reward/predict-reward.ts";
import type { RewardModel } from "#server/core/reward/reward-model.ts";
import { fitStandardiser, type Standardiser } from "#server/core/reward/standardiser.ts";
import { approximateProbabilities } from "#server/core/selection/predict-margins.ts";
import type { DataSet } from "./data-sets.ts";
import { drawLabel, type Labels } from "./settings.ts";

export type Run = {
  readonly dataSet: DataSet;
  readonly labels: Labels;
  readonly budget: number;
  readonly policy: PolicyName | Policy;
  readonly seed: number;
  readonly queue: QueueOptions;
};

/** Quality on the test prompts after so many judgments. */
export type Point = {
  readonly judgments: number;
  readonly accuracy: number;
  readonly logLoss: number;
};

const poolPairsMax = 20_000;
const testShare = 0.4;
const referencePairs = 96;
const controlShare = 1 / 8;

/**
 * One learning curve: a random split by prompt, uniformly drawn judgments to warm up, then batches
 * served from the product's queue under one policy, with a refit after each. Everything but the policy
 * (split, pool, labels, first judgments) depends on the seed alone, so policies can be compared
 * seed by seed.
 */
export function simulateCurve(run: Run): readonly Point[] {
  const { budget } = run;
  const world = readWorld(run);
  const random = createRandom(run.seed + 10_000);
  const judged: number[] = [];
  const isJudged = new Uint8Array(world.pool.length);
  const judge = (index: number) => {
    judged.push(index);
    isJudged[index] = 1;
  };
  world.firstJudged.forEach(judge);
  const points: Point[] = [];
  for (;;) {
    const isMeasured = isCheckpoint(judged.length);
    const model = isMeasured || run.policy !== "uniform" ? fitJudged(run, world, judged) : null;
    if (isMeasured && model !== null) {
      points.push({ judgments: judged.length, ...evaluate(model, world.test) });
    }
    if (judged.length >= budget) return points;
    const batch = judged.length < 128 ? 32 : 64;
    choose(run, { world, model, isJudged, batch, random }).forEach(judge);
  }
}

function isCheckpoint(judgments: number): boolean {
  return judgments === warmupJudgments || judgments % (judgments < 256 ? 64 : 128) === 0;
}

type World = {
  readonly standardiser: Standardiser;
  /** Data set index of each pair of the pool, and its label and prompt. */
  readonly pool: Uint32Array;
  readonly labels: Uint8Array;
  readonly prompts: Uint32Array;
  readonly promptSizes: Uint32Array;
  readonly firstJudged: Uint32Array;
  readonly test: TestPairs;
};

type TestPairs = { features: FeatureMatrix; pairs: CompletionPairs; isFirst: Uint8Array };

// The policies of one setting and seed follow one another and share their world.
const latest: { run?: Run; world?: World } = {};

function readWorld(run: Run): World {
  const { dataSet, labels, seed } = run;
  const isSame =
    latest.run?.dataSet === dataSet && latest.run.labels === labels && latest.run.seed === seed;
  if (!isSame || latest.world === undefined) latest.world = createWorld(run);
  latest.run = run;
  return latest.world;
}

function createWorld({ dataSet, labels, seed }: Run): World {
  const random = createRandom(seed);
  const order = random.shuffled(Array.from({ length: dataSet.prompts }, (_, prompt) => prompt));
  const isTest = new Uint8Array(dataSet.prompts);
  for (const prompt of order.subarray(0, Math.round(testShare * dataSet.prompts)))
    isTest[prompt] = 1;
  const pairs = random.shuffled(Array.from(dataSet.prompt.keys()));
  const pool = pairs.filter((pair) => isTest[dataSet.prompt[pair]] === 0).slice(0, poolPairsMax);
  const test = pairs.filter((pair) => isTest[dataSet.prompt[pair]] === 1);
  const promptSizes = new Uint32Array(dataSet.prompts);
  for (const pair of pool) promptSizes[dataSet.prompt[pair]] += 1;
  return {
    standardiser: standardiserOf(dataSet, pool),
    pool,
    labels: Uint8Array.from(pool, (pair) =>
      drawLabel(
        labels,
        { margin: dataSet.margin[pair], judgeMargin: dataSet.judgeMargin[pair] },
        random,
      ),
    ),
    prompts: Uint32Array.from(pool, (pair) => dataSet.prompt[pair]),
    promptSizes,
    firstJudged: random.shuffled(Array.from(pool.keys())).slice(0, warmupJudgments),
    test: {
      ...localise(dataSet, test),
      isFirst: Uint8Array.from(test, (pair) => (dataSet.margin[pair] > 0 ? 1 : 0)),
    },
  };
}

function standardiserOf(dataSet: DataSet, pool: Uint32Array): Standardiser {
  const known = completionsOf(dataSet, pool);
  const { outsideWidth } = dataSet;
  if (outsideWidth === 0) return fitStandardiser(known);
  const outside = fitOutsideStandardiser(takeColumns(known, 0, outsideWidth));
  const text = fitStandardiser(takeColumns(known, outsideWidth, known.width));
  return joinStandardisers(outside, text);
}

function takeColumns({ width, values }: FeatureMatrix, from: number, to: number): FeatureMatrix {
  const taken = values.filter((_, at) => at % width >= from && at % width < to);
  return { width: to - from, values: taken };
}

/** Features of the completions that some pairs name: what is known before any judgment. */
function completionsOf({ features, first, second }: DataSet, pairs: Uint32Array): FeatureMatrix {
  const { width } = features;
  const rows = new Set<number>();
  for (const pair of pairs) rows.add(first[pair]).add(second[pair]);
  const values = new Float64Array(rows.size * width);
  let at = 0;
  for (const row of rows) {
    values.set(features.values.subarray(row * width, (row + 1) * width), at);
    at += width;
  }
  return { width, values };
}

function fitJudged(run: Run, world: World, judged: readonly number[]): RewardModel {
  const pairs = Uint32Array.from(judged, (index) => world.pool[index]);
  const local = localise(run.dataSet, pairs);
  return fitRewardModel({
    ...local,
    outcomes: Float64Array.from(judged, (index) => world.labels[index]),
    strengths: new Uint8Array(judged.length),
    weights: new Float64Array(judged.length).fill(1),
    standardiser: world.standardiser,
    groups: run.dataSet.groups,
    featureVersion,
    strengthLevels: 1,
  });
}

/** The completions of some pairs as a small matrix, with the pairs renumbered to it. */
function localise(
  { features, first, second }: DataSet,
  pairs: Uint32Array,
): { features: FeatureMatrix; pairs: CompletionPairs } {
  const { width } = features;
  const rowOf = new Map<number, number>();
  const place = (row: number) => {
    const known = rowOf.get(row);
    if (known !== undefined) return known;
    rowOf.set(row, rowOf.size);
    return rowOf.size - 1;
  };
  const local = {
    first: Uint32Array.from(pairs, (pair) => place(first[pair])),
    second: Uint32Array.from(pairs, (pair) => place(second[pair])),
  };
  const values = new Float64Array(rowOf.size * width);
  for (const [row, at] of rowOf) {
    values.set(features.values.subarray(row * width, (row + 1) * width), at * width);
  }
  return { features: { width, values }, pairs: local };
}

function evaluate(model: RewardModel, { features, pairs, isFirst }: TestPairs) {
  const margins = predictPairMargins(model, features, pairs);
  const probabilities = approximateProbabilities(margins);
  let right = 0;
  let loss = 0;
  for (let pair = 0; pair < isFirst.length; pair++) {
    if (margins.means[pair] > 0 === (isFirst[pair] === 1)) right += 1;
    loss -= Math.log(isFirst[pair] === 1 ? probabilities[pair] : 1 - probabilities[pair]);
  }
  return { accuracy: right / isFirst.length, logLoss: loss / isFirst.length };
}

type Choice = {
  world: World;
  /** Null for uniform, which needs none. */
  model: RewardModel | null;
  isJudged: Uint8Array;
  batch: number;
  random: Random;
};

/** The next batch: of an active arm one place in eight is served uniformly, as the product does. */
function choose(run: Run, { world, model, isJudged, batch, random }: Choice): readonly number[] {
  const open = Uint32Array.from(world.pool.keys()).filter((index) => isJudged[index] === 0);
  const shuffled = random.shuffled(open);
  if (run.policy === "uniform" || model === null) {
    return [...shuffled.subarray(0, batch)];
  }
  const control = shuffled.subarray(0, Math.round(controlShare * batch));
  const taken = new Set(control);
  const rest = open.filter((index) => !taken.has(index));
  const active = chooseActively({
    run,
    world,
    model,
    isJudged,
    random,
    open: rest,
    batch: batch - control.length,
  });
  return [...control, ...active];
}

type ActiveChoice = Choice & { run: Run; model: RewardModel; open: Uint32Array };

/** What the product does: score the pairs of the candidate prompts, queue them, serve the head. */
function chooseActively(choice: ActiveChoice): number[] {
  const { run, world, model, isJudged, random, open, batch } = choice;
  const labelledFractions = new Float64Array(run.dataSet.prompts);
  for (const [index, prompt] of world.prompts.entries()) {
    if (isJudged[index] === 1) labelledFractions[prompt] += 1 / world.promptSizes[prompt];
  }
  const promptsOf = (indices: Uint32Array) => indices.map((index) => world.prompts[index]);
  const input = { prompts: promptsOf(open), labelledFractions, batch };
  const isCandidate = chooseCandidatePrompts(input, random, run.queue);
  const candidates = open.filter((index) => isCandidate[world.prompts[index]] === 1);
  const { features, pairs } = localise(
    run.dataSet,
    candidates.map((index) => world.pool[index]),
  );
  const rewards = predictRewards(model, features);
  const margins = pairRewardMargins(rewards, pairs);
  const reference = random.shuffled(Array.from(candidates.keys())).slice(0, referencePairs);
  const policy = typeof run.policy === "string" ? policies[run.policy] : run.policy;
  const scores = policy({ margins, rewards, pairs, reference });
  const prompts = promptsOf(candidates);
  const queue = buildQueue({ scores, prompts, labelledFractions, batch }, random, run.queue);
  return Array.from(queue.pairs.subarray(0, batch), (index) => candidates[index]);
}
