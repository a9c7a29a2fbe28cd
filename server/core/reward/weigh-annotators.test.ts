import { expect, test } from "vitest";
import { logistic } from "#server/core/numerics/logistic.ts";
import { createRandom } from "#server/core/numerics/random.ts";
import { fitRewardModel, type RewardModelInput } from "./fit-reward-model.ts";
import { leaveOneOutEvidence } from "./leave-one-out-evidence.ts";
import { predictPairMargins } from "./predict-reward.ts";
import { fitStandardiser } from "./standardiser.ts";
import { weighAnnotators } from "./weigh-annotators.ts";

const width = 10;
const truth = [1.2, -1, 0.8, -0.6, 0.5, -0.4, 0.3, 0, 0, 0];

/** Four annotators; those named answer by tossing a coin. Each pair is judged once. */
function simulate(seed: number, options: { spammers: readonly number[]; judgments: number }) {
  const random = createRandom(seed);
  const { judgments, spammers } = options;
  const pairs = judgments + 1500;
  const values = Float64Array.from({ length: 2 * pairs * width }, () => random.normal());
  const features = { width, values };
  const annotators = Uint32Array.from({ length: judgments }, (_, row) => row % 4);
  const best = (pair: number) => {
    let margin = 0;
    for (let k = 0; k < width; k++) {
      const first = values[2 * pair * width + k];
      margin += truth[k] * (first - values[(2 * pair + 1) * width + k]);
    }
    return margin;
  };
  const outcomes = Float64Array.from(annotators, (annotator, row) => {
    const chance = spammers.includes(annotator) ? 0.5 : logistic(best(row));
    return random.uniform() < chance ? 1 : 0;
  });
  const indices = (shift: number, from: number, to: number) =>
    Uint32Array.from({ length: to - from }, (_, at) => 2 * (from + at) + shift);
  const input: RewardModelInput = {
    features,
    pairs: { first: indices(0, 0, judgments), second: indices(1, 0, judgments) },
    outcomes,
    strengths: new Uint8Array(judgments),
    weights: new Float64Array(judgments).fill(1),
    standardiser: fitStandardiser(features),
    groups: [{ name: "text", width, priorMean: 0, priorDeviation: 0.3, isAdaptive: false }],
    featureVersion: 1,
    strengthLevels: 1,
  };
  const tested = { first: indices(0, judgments, pairs), second: indices(1, judgments, pairs) };
  const accuracyWith = (weights: Float64Array) => {
    const model = fitRewardModel({ ...input, weights });
    const { means } = predictPairMargins(model, features, tested);
    const right = means.filter((mean, at) => mean > 0 === best(judgments + at) > 0).length;
    return right / means.length;
  };
  const evidence = { annotatorCount: 4, annotators, outcomes };
  const margins = leaveOneOutEvidence(fitRewardModel(input), input);
  return { input, accuracyWith, weights: weighAnnotators({ ...evidence, margins }), annotators };
}

test("somebody who tosses a coin counts little, careful people count in full", () => {
  const { weights } = simulate(1, { spammers: [2], judgments: 600 });
  expect(weights[2]).toBeLessThan(0.35);
  for (const careful of [0, 1, 3]) expect(weights[careful]).toBeGreaterThan(0.85);
});

test("discounting coin tossers makes the model better, or at least no worse", () => {
  const gains = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
    const { weights, annotators, accuracyWith } = simulate(seed, {
      spammers: [1, 2],
      judgments: 600,
    });
    const weighted = Float64Array.from(annotators, (annotator) => weights[annotator]);
    return accuracyWith(weighted) - accuracyWith(weighted.map(() => 1));
  });
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  expect(mean).toBeGreaterThan(0.003);
  expect(Math.min(...gains)).toBeGreaterThan(-0.01);
});

test("among careful people everyone counts almost in full", () => {
  const { weights } = simulate(9, { spammers: [], judgments: 600 });
  for (const weight of weights) expect(weight).toBeGreaterThan(0.8);
});

test("while everybody has few judgments all count alike", () => {
  const { weights } = simulate(3, { spammers: [2], judgments: 70 });
  expect([...weights]).toEqual([1, 1, 1, 1]);
});

test("one person alone counts in full, and so does somebody who only ever says tie", () => {
  const margins = Float64Array.from({ length: 60 }, () => 2);
  const alone = { annotatorCount: 1, annotators: new Uint32Array(60), margins };
  expect([...weighAnnotators({ ...alone, outcomes: new Float64Array(60) })]).toEqual([1]);
  const two = Uint32Array.from({ length: 60 }, (_, row) => row % 2);
  const outcomes = Float64Array.from({ length: 60 }, (_, row) => (row % 2 === 0 ? 0.5 : 1));
  expect([...weighAnnotators({ annotatorCount: 2, annotators: two, outcomes, margins })]).toEqual([
    1, 1,
  ]);
});

test("someone against everybody is never worth less than the floor, whatever the evidence", () => {
  const annotators = Uint32Array.from({ length: 4000 }, (_, row) => row % 2);
  const outcomes = Float64Array.from(annotators);
  const margins = outcomes.map(() => 8);
  const weights = weighAnnotators({ annotatorCount: 2, annotators, outcomes, margins });
  expect(weights[1]).toBe(1);
  expect(weights[0]).toBe(0.05);
});

test("judgments of the same pair by others are evidence, the judgment itself is not", () => {
  const { input } = simulate(4, { spammers: [], judgments: 40 });
  const same = { first: new Uint32Array(40), second: new Uint32Array(40).fill(1) };
  const outcomes = Float64Array.from({ length: 40 }, (_, row) => (row < 30 ? 1 : 0));
  const crowded: RewardModelInput = { ...input, pairs: same, outcomes };
  const evidence = leaveOneOutEvidence(fitRewardModel(crowded), crowded);
  expect(evidence[0]).toBeGreaterThan(0);
  expect(evidence[39] - evidence[0]).toBeGreaterThan(0);
});
