import { describe, expect, test } from "vitest";
import { logistic } from "#server/core/numerics/logistic.ts";
import { createRandom, type Random } from "#server/core/numerics/random.ts";
import { fitBradleyTerry } from "#server/core/ratings/bradley-terry.ts";
import { informationCovariance } from "#server/core/ratings/covariance.ts";
import { listModelPairs, type Margins, pairMargins, updateCovariance } from "./margins.ts";
import { scoreDOptimal, scoreRankFlip } from "./pair-scores.ts";

const MODELS = 20;
const JUDGMENTS = 2400;
const RUNS = 150;
const REFIT_EVERY = 40;
const EXPLORATION = 0.05;
const pairs = listModelPairs(MODELS);
const PAIRS = pairs.first.length;

type Rule = (margins: Margins) => Float64Array;

/** The least certain outcome first: p near ½, however well that is known already. */
function scoreEntropy({ means }: Margins): Float64Array {
  return means.map((mean) => logistic(mean) * logistic(-mean));
}

function fitStrengths(wins: Float64Array, losses: Float64Array) {
  const found = fitBradleyTerry(
    {
      modelCount: MODELS,
      first: Int32Array.from(pairs.first),
      second: Int32Array.from(pairs.second),
      wins,
      losses,
      ties: new Float64Array(PAIRS),
    },
    { pseudoJudgments: 0.1 },
  );
  if (found.kind !== "fitted") throw new Error("expected a fit");
  return found;
}

function largestAt(scores: Float64Array): number {
  let best = 0;
  for (let pair = 1; pair < scores.length; pair++) if (scores[pair] > scores[best]) best = pair;
  return best;
}

/** Judges every pair once, then as the rule says; null draws every pair uniformly. */
function collect(truth: Float64Array, rule: Rule | null, random: Random): Float64Array {
  const wins = new Float64Array(PAIRS);
  const losses = new Float64Array(PAIRS);
  const judge = (pair: number) => {
    const p = logistic(truth[pairs.first[pair]] - truth[pairs.second[pair]]);
    if (random.uniform() < p) wins[pair]++;
    else losses[pair]++;
  };
  for (let pair = 0; pair < PAIRS; pair++) judge(pair);
  let strengths = new Float64Array(MODELS);
  let covariance = new Float64Array(MODELS * MODELS);
  for (let n = 0; n < JUDGMENTS - PAIRS; n++) {
    if (rule === null || random.uniform() < EXPLORATION) {
      judge(random.below(PAIRS));
      continue;
    }
    if (n % REFIT_EVERY === 0 || covariance[0] === 0) {
      const found = fitStrengths(wins, losses);
      strengths = Float64Array.from(found.strengths);
      covariance = Float64Array.from(informationCovariance(found));
    }
    const margins = pairMargins(pairs, strengths, covariance);
    const pair = largestAt(rule(margins));
    judge(pair);
    const p = logistic(margins.means[pair]);
    const models = { i: pairs.first[pair], j: pairs.second[pair] };
    covariance = Float64Array.from(updateCovariance(covariance, models, p * (1 - p)));
  }
  return fitStrengths(wins, losses).strengths;
}

function misorderedShare(strengths: Float64Array, truth: Float64Array): number {
  let misordered = 0;
  for (let pair = 0; pair < PAIRS; pair++) {
    const i = pairs.first[pair];
    const j = pairs.second[pair];
    if ((strengths[i] - strengths[j]) * (truth[i] - truth[j]) < 0) misordered++;
  }
  return misordered / PAIRS;
}

/** Mean difference in misordered pairs to uniform selection on the same models, in standard errors. */
function compareWithUniform(rule: Rule): { difference: number; standardErrors: number } {
  const differences = Array.from({ length: RUNS }, (_, run) => {
    const truth = Float64Array.from({ length: MODELS }, createScaledNormal(run));
    const uniform = misorderedShare(collect(truth, null, createRandom(10_000 + run)), truth);
    return misorderedShare(collect(truth, rule, createRandom(20_000 + run)), truth) - uniform;
  });
  const mean = differences.reduce((sum, x) => sum + x, 0) / RUNS;
  const variance = differences.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (RUNS - 1);
  return { difference: mean, standardErrors: mean / Math.sqrt(variance / RUNS) };
}

function createScaledNormal(seed: number): () => number {
  const random = createRandom(seed);
  return () => 0.8 * random.normal();
}

describe("2,400 judgments of 20 models, against drawing every pair uniformly", () => {
  test("rank-flip leaves fewer pairs of models in the wrong order", () => {
    const found = compareWithUniform(scoreRankFlip);
    expect(found.standardErrors).toBeLessThan(-3);
    expect(found.difference).toBeLessThan(-0.004);
  });

  test("D-optimal is not worse than uniform", () => {
    expect(compareWithUniform(scoreDOptimal).standardErrors).toBeLessThan(2);
  });

  test("the most uncertain outcome alone is no better than uniform", () => {
    expect(compareWithUniform(scoreEntropy).standardErrors).toBeGreaterThan(-2);
  });
});
