import { describe, expect, test } from "vitest";
import { logistic } from "#server/core/numerics/logistic.ts";
import { createRandom, type Random } from "#server/core/numerics/random.ts";
import { type FeatureMatrix, stackRows } from "./feature-matrix.ts";
import { fitRewardModel } from "./fit-reward-model.ts";
import {
  fitOutsideStandardiser,
  joinColumns,
  joinStandardisers,
  outsideGroups,
} from "./outside-columns.ts";
import { addEnsembleDoubt, addOwnDoubt, missingVariance, scoreWorth } from "./outside-doubt.ts";
import {
  type CompletionRewards,
  pairRewardMargins,
  predictPairMargins,
  predictRewards,
} from "./predict-reward.ts";
import { embeddingWidthMax, projectEmbedding } from "./project-embedding.ts";
import type { FeatureGroup } from "./reward-model.ts";
import { fitStandardiser } from "./standardiser.ts";

const scoreOnly = { hasScore: true, embeddingWidth: 0 };

function column(values: readonly number[]): FeatureMatrix {
  return { width: 1, values: Float64Array.from(values) };
}

/** Completions 2k and 2k+1 are a pair. */
function neighbours(pairs: number) {
  return {
    first: Uint32Array.from({ length: pairs }, (_, pair) => 2 * pair),
    second: Uint32Array.from({ length: pairs }, (_, pair) => 2 * pair + 1),
  };
}

function fitOn(features: FeatureMatrix, outcomes: Float64Array, groups: readonly FeatureGroup[]) {
  const lead = groups.at(0)?.name === "score" ? 1 : 0;
  const cut = (from: number, to: number): FeatureMatrix => ({
    width: to - from,
    values: Float64Array.from(
      { length: (features.values.length / features.width) * (to - from) },
      (_, at) =>
        features.values[Math.floor(at / (to - from)) * features.width + from + (at % (to - from))],
    ),
  });
  const rest = features.width > lead ? fitStandardiser(cut(lead, features.width)) : null;
  const outside = lead > 0 ? fitOutsideStandardiser(cut(0, lead)) : null;
  const standardiser =
    rest !== null && outside !== null ? joinStandardisers(outside, rest) : (outside ?? rest);
  if (standardiser === null) throw new Error("there are no columns");
  return fitRewardModel({
    features,
    pairs: neighbours(outcomes.length),
    outcomes,
    strengths: new Uint8Array(outcomes.length),
    weights: new Float64Array(outcomes.length).fill(1),
    standardiser,
    groups,
    featureVersion: 1,
    strengthLevels: 1,
  });
}

describe("a model on top of an outside reward", () => {
  test("without judgments it is the service, on its own logit scale", () => {
    const scores = column([0.5, -0.5, 1.5, -1.5, 0.2, -0.2, 0.9, -0.9]);
    const standardiser = fitOutsideStandardiser(scores);
    const groups = outsideGroups(scoreOnly, { isLogit: true, spread: standardiser.scales[0] });
    const none = new Float64Array(0);
    const model = fitOn(scores, none, groups);
    const { means } = predictPairMargins(model, scores, neighbours(4));
    expect(means[0]).toBeCloseTo(1, 3);
    expect(means[1]).toBeCloseTo(3, 3);
  });

  // With one standardised column z, prior N(1, ¼) on the logit scale, and one lost pair of margin 1,
  // the mode solves (1 − m)/0.25 − σ(m) = 0: m = 0.832748… by bisection.
  test("one judgment against it moves its weight to the exact posterior mode", () => {
    const scores = column([0.5, -0.5]);
    const standardiser = fitOutsideStandardiser(column([0.5, -0.5, 0.5, -0.5]));
    const groups = outsideGroups(scoreOnly, { isLogit: true, spread: standardiser.scales[0] });
    const model = fitRewardModel({
      features: scores,
      pairs: neighbours(1),
      outcomes: Float64Array.of(0),
      strengths: new Uint8Array(1),
      weights: Float64Array.of(1),
      standardiser,
      groups,
      featureVersion: 1,
      strengthLevels: 1,
    });
    const weight = model.mean[0] / standardiser.scales[0];
    expect(weight).toBeCloseTo(bisectMode(), 8);
  });

  test("a reward of another scale is not believed before judgments speak for it", () => {
    const groups = outsideGroups(scoreOnly, { isLogit: false, spread: 7 });
    expect(groups[0]).toMatchObject({ priorMean: 0 });
    expect(groups[0].priorDeviation).toBeGreaterThan(0);
  });

  test("a weak reward with judgments beats either alone", () => {
    const gains = [1, 2, 3, 4, 5, 6].map((seed) => {
      const accuracies = compareSources(createRandom(seed));
      return {
        overScore: accuracies.both - accuracies.score,
        overText: accuracies.both - accuracies.text,
      };
    });
    const mean = (name: "overScore" | "overText") =>
      gains.reduce((sum, gain) => sum + gain[name], 0) / gains.length;
    expect(mean("overScore")).toBeGreaterThan(0.02);
    expect(mean("overText")).toBeGreaterThan(0.02);
  });
});

function bisectMode(): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if ((1 - middle) / 0.25 - logistic(middle) > 0) low = middle;
    else high = middle;
  }
  return low;
}

/** People care for eight things in the text and one that only the service sees, dimly. */
function compareSources(random: Random) {
  const pairs = 1600;
  const judged = 200;
  const text = { width: 8, values: Float64Array.from({ length: 16 * pairs }, random.normal) };
  const unseen = Float64Array.from({ length: 2 * pairs }, random.normal);
  const scores = column(Array.from(unseen, (value) => 0.8 * value + random.normal()));
  const reward = (row: number) => {
    let sum = 1.2 * unseen[row];
    for (let k = 0; k < 8; k++) sum += (k % 2 === 0 ? 0.6 : -0.4) * text.values[8 * row + k];
    return sum;
  };
  const wins = Float64Array.from({ length: pairs }, (_, pair) =>
    random.uniform() < logistic(reward(2 * pair) - reward(2 * pair + 1)) ? 1 : 0,
  );
  const textGroups = [
    { name: "text", width: 8, priorMean: 0, priorDeviation: 0.3, isAdaptive: false },
  ];
  const scoreGroups = outsideGroups(scoreOnly, {
    isLogit: true,
    spread: fitOutsideStandardiser(scores).scales[0],
  });
  const accuracyOf = (features: FeatureMatrix, groups: readonly FeatureGroup[], seen: number) => {
    const model = fitOn(features, wins.slice(0, seen), groups);
    const { means } = predictPairMargins(model, features, neighbours(pairs));
    let right = 0;
    for (let pair = judged; pair < pairs; pair++) {
      if (means[pair] > 0 === (wins[pair] === 1)) right += 1;
    }
    return right / (pairs - judged);
  };
  return {
    score: accuracyOf(scores, scoreGroups, 0),
    text: accuracyOf(text, textGroups, judged),
    both: accuracyOf(joinColumns(scores, text), [...scoreGroups, ...textGroups], judged),
  };
}

describe("completions that the service doubts, or has not scored", () => {
  const scores = column([1, -1, 0.4, -0.4, 0, 0]);
  const standardiser = fitOutsideStandardiser(scores);
  const groups = outsideGroups(scoreOnly, { isLogit: true, spread: standardiser.scales[0] });
  const model = fitOn(scores, Float64Array.of(1, 1), groups);
  const rewards = predictRewards(model, scores);
  const missing = missingVariance(model, 1);
  const before = pairRewardMargins(rewards, neighbours(3));
  const addedBy = (doubted: CompletionRewards) => {
    const after = pairRewardMargins(doubted, neighbours(3));
    expect(after.means).toEqual(before.means);
    return after.variances.map((variance, pair) => variance - before.variances[pair]);
  };
  const expectClose = (values: Float64Array, expected: readonly number[]) => {
    expect(values).toHaveLength(expected.length);
    for (const [index, value] of values.entries()) expect(value).toBeCloseTo(expected[index], 6);
  };

  test("make their pairs more doubtful, once for each side", () => {
    expect(missing).toBeGreaterThan(0);
    const variances = Float64Array.of(0, 0, 0, missing, missing, 2 * missing);
    const doubted = addOwnDoubt(rewards, { variances, prompts: [0, 0, 1, 1, 2, 2] });
    expectClose(addedBy(doubted), [0, missing, 3 * missing]);
  });

  test("of one prompt have a doubt of their own each", () => {
    const variances = new Float64Array(6).fill(0.25);
    const doubted = addOwnDoubt(rewards, { variances, prompts: [0, 0, 0, 0, 0, 0] });
    expectClose(addedBy(doubted), [0.5, 0.5, 0.5]);
  });

  test("cost nothing where there are none", () => {
    const variances = new Float64Array(6);
    expect(addOwnDoubt(rewards, { variances, prompts: [0, 0, 0, 0, 0, 0] })).toBe(rewards);
    const none = { width: 0, values: new Float64Array(0) };
    expect(addEnsembleDoubt(rewards, none, 1)).toBe(rewards);
  });

  test("are as doubtful as the members of an ensemble differ about their margin", () => {
    const members = stackRows([
      // All members move by the same offset, and so agree about the margin.
      ...[
        [3, 5, 10],
        [2, 4, 9],
      ],
      // Margins 1, 3 and 5: variance 8/3.
      ...[
        [1, 2, 3],
        [0, -1, -2],
      ],
      // Margins 0, 0 and 3: variance 2.
      ...[
        [0, 0, 3],
        [0, 0, 0],
      ],
    ]);
    const worth = 0.5;
    expectClose(addedBy(addEnsembleDoubt(rewards, members, worth)), [0, 2 / 3, 0.5]);
  });

  test("have a reward whose unit is worth what it moves the margin by", () => {
    const step = predictRewards(model, column([0, 0.25]));
    expect(step.means[1] - step.means[0]).toBeCloseTo(0.25 * scoreWorth(model), 12);
  });
});

describe("projectEmbedding", () => {
  test("leaves narrow embeddings alone", () => {
    const narrow = Float64Array.from({ length: embeddingWidthMax }, (_, k) => k);
    expect(projectEmbedding(narrow)).toBe(narrow);
  });

  test("keeps distances of wide ones, the same way every time", () => {
    const random = createRandom(3);
    const draw = () => Float64Array.from({ length: 768 }, random.normal);
    const ratios: number[] = [];
    for (let pair = 0; pair < 50; pair++) {
      const a = draw();
      const b = draw();
      expect(projectEmbedding(a)).toEqual(projectEmbedding(a));
      ratios.push(distance(projectEmbedding(a), projectEmbedding(b)) / distance(a, b));
    }
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    expect(mean).toBeGreaterThan(0.95);
    expect(mean).toBeLessThan(1.05);
    expect(Math.min(...ratios)).toBeGreaterThan(0.6);
    expect(Math.max(...ratios)).toBeLessThan(1.4);
  });
});

function distance(a: Float64Array, b: Float64Array): number {
  return Math.hypot(...a.map((value, k) => value - b[k]));
}
