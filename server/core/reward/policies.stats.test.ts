import { describe, expect, it } from "vitest";
import { logistic } from "#server/core/numerics/logistic.ts";
import { createRandom, type Random } from "#server/core/numerics/random.ts";
import { fitBradleyTerry } from "#server/core/ratings/bradley-terry.ts";
import { informationCovariance } from "#server/core/ratings/covariance.ts";
import { tabulateJudgments } from "#server/core/ratings/pair-table.ts";
import { buildQueue } from "./build-queue.ts";
import { policies } from "./policies.ts";
import type { ModelRanking } from "./policy-input.ts";

const modelCount = 20;
const prompts = 1000;
const perPrompt = 6;
const judgments = 2400;
const firstJudgments = 200;
const batch = 40;
const uniformPlaces = 5;
const runs = 300;

/** Every prompt was answered by four of the models; all six pairs of its answers may be asked for. */
type Pool = {
  readonly models: Uint32Array;
  readonly pairs: { readonly first: Uint32Array; readonly second: Uint32Array };
  readonly prompts: Uint32Array;
};

function drawPool(random: Random): Pool {
  const models = new Uint32Array(4 * prompts);
  const pairs = { first: new Uint32Array(6 * prompts), second: new Uint32Array(6 * prompts) };
  const everyModel = Array.from({ length: modelCount }, (_, model) => model);
  for (let prompt = 0, at = 0; prompt < prompts; prompt++) {
    models.set(random.shuffled(everyModel).slice(0, 4), 4 * prompt);
    for (let i = 0; i < 4; i++) {
      for (let j = i + 1; j < 4; j++, at++) {
        pairs.first[at] = 4 * prompt + i;
        pairs.second[at] = 4 * prompt + j;
      }
    }
  }
  const promptOfPair = pairs.first.map((_, pair) => Math.floor(pair / perPrompt));
  return { models, pairs, prompts: promptOfPair };
}

function fitJudged({ models, pairs }: Pool, judged: readonly number[], verdicts: Int8Array) {
  const modelOf = (side: Uint32Array) => Int32Array.from(judged, (pair) => models[side[pair]]);
  const found = fitBradleyTerry(
    tabulateJudgments({
      modelCount,
      first: modelOf(pairs.first),
      second: modelOf(pairs.second),
      verdict: Int8Array.from(judged, (pair) => verdicts[pair]),
    }),
    { pseudoJudgments: 0.1 },
  );
  if (found.kind !== "fitted") throw new Error("expected a fit");
  return found;
}

/** Strengths after all judgments; the policy chooses in batches from the queue, as the product does. */
function collect(truth: Float64Array, isActive: boolean, seed: number): Float64Array {
  const pool = drawPool(createRandom(seed));
  const random = createRandom(seed + 1e6);
  const verdicts = Int8Array.from(pool.prompts, (_, pair) => {
    const left = truth[pool.models[pool.pairs.first[pair]]];
    const right = truth[pool.models[pool.pairs.second[pair]]];
    return random.uniform() < logistic(left - right) ? 1 : -1;
  });
  const order = random.shuffled(Array.from(verdicts.keys()));
  if (!isActive) return fitJudged(pool, [...order.slice(0, judgments)], verdicts).strengths;
  const judged = new Set(order.slice(0, firstJudgments));
  const spare = order.slice(firstJudgments).values();
  while (judged.size < judgments) {
    for (let place = 0; place < uniformPlaces; place++) judged.add(Number(spare.next().value));
    for (const pair of chooseBatch(pool, judged, { verdicts, random })) judged.add(pair);
  }
  return fitJudged(pool, [...judged], verdicts).strengths;
}

function chooseBatch(
  pool: Pool,
  judged: ReadonlySet<number>,
  { verdicts, random }: { verdicts: Int8Array; random: Random },
): Uint32Array {
  const fit = fitJudged(pool, [...judged], verdicts);
  const open = Uint32Array.from(pool.prompts.keys()).filter((pair) => !judged.has(pair));
  const pairs = {
    first: open.map((pair) => pool.pairs.first[pair]),
    second: open.map((pair) => pool.pairs.second[pair]),
  };
  const { models } = pool;
  const { strengths } = fit;
  const covariance = informationCovariance(fit);
  const ranking: ModelRanking = { models, strengths, covariance };
  const scores = policies["rank-flip"]({
    ranking,
    pairs,
    margins: { means: new Float64Array(0), variances: new Float64Array(0) },
    rewards: { means: new Float64Array(0), coordinates: new Float32Array(0), width: 1 },
    reference: new Uint32Array(0),
  });
  const labelledFractions = new Float64Array(prompts);
  for (const pair of judged) labelledFractions[pool.prompts[pair]] += 1 / perPrompt;
  const promptOfPair = open.map((pair) => pool.prompts[pair]);
  const places = batch - uniformPlaces;
  const input = { scores, prompts: promptOfPair, labelledFractions, batch: places };
  return buildQueue(input, random)
    .pairs.slice(0, places)
    .map((at) => open[at]);
}

function misorderedShare(strengths: Float64Array, truth: Float64Array): number {
  let misordered = 0;
  for (let i = 0; i < modelCount; i++) {
    for (let j = 0; j < i; j++) {
      if ((strengths[i] - strengths[j]) * (truth[i] - truth[j]) < 0) misordered += 1;
    }
  }
  return misordered / ((modelCount * (modelCount - 1)) / 2);
}

describe("the rank-flip policy in the queue, 2,400 judgments of 20 models", () => {
  it("leaves fewer pairs of models in the wrong order than serving uniformly", () => {
    const differences = Array.from({ length: runs }, (_, run) => {
      const random = createRandom(run);
      const truth = Float64Array.from({ length: modelCount }, () => 0.8 * random.normal());
      const active = misorderedShare(collect(truth, true, run), truth);
      return active - misorderedShare(collect(truth, false, run), truth);
    });
    const mean = differences.reduce((sum, value) => sum + value, 0) / runs;
    const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const error = Math.sqrt(squares / (runs - 1) / runs);
    expect(mean / error).toBeLessThan(-2.5);
  });
});
