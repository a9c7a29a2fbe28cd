import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logistic } from "#server/core/numerics/logistic.ts";
import { createRandom } from "#server/core/numerics/random.ts";
import { decodeRewardModel, encodeRewardModel } from "./encode-reward-model.ts";
import { explainMargin } from "./explain-margin.ts";
import { stackRows } from "./feature-matrix.ts";
import { fitRewardModel, type RewardModelInput } from "./fit-reward-model.ts";
import { predictPairMargins, predictRewards, rewardVariances } from "./predict-reward.ts";
import type { FeatureGroup, RewardModel } from "./reward-model.ts";
import { keepLeadingColumns, type Standardiser } from "./standardiser.ts";
import { updateRewardModel } from "./update-reward-model.ts";

function plainStandardiser(width: number): Standardiser {
  const none = {
    centres: new Float64Array(0),
    scales: new Float64Array(0),
    limits: new Float64Array(0),
  };
  return keepLeadingColumns(width, none);
}

function group(width: number, priorDeviation: number, priorMean = 0): FeatureGroup {
  return { name: "test", width, priorMean, priorDeviation, isAdaptive: false };
}

/** Each row of `differences` becomes a completion that is compared with an all-zero one. */
function inputOf(
  differences: readonly number[][],
  outcomes: readonly number[],
  extra: Partial<RewardModelInput> = {},
): RewardModelInput {
  const width = differences[0].length;
  return {
    features: stackRows([Array(width).fill(0), ...differences]),
    pairs: {
      first: Uint32Array.from(differences, (_, index) => index + 1),
      second: new Uint32Array(differences.length),
    },
    outcomes: Float64Array.from(outcomes),
    strengths: new Uint8Array(outcomes.length),
    weights: new Float64Array(outcomes.length).fill(1),
    standardiser: plainStandardiser(width),
    groups: [group(width, 1)],
    featureVersion: 1,
    strengthLevels: 1,
    ...extra,
  };
}

function simulate(seed: number, rows: number, coefficients: readonly number[]) {
  const random = createRandom(seed);
  const differences: number[][] = [];
  const outcomes: number[] = [];
  for (let row = 0; row < rows; row++) {
    const difference = coefficients.map(() => random.normal());
    const margin = difference.reduce((sum, value, k) => sum + value * coefficients[k], 0);
    differences.push(difference);
    outcomes.push(random.uniform() < logistic(margin) ? 1 : 0);
  }
  return { differences, outcomes };
}

function marginOf(model: RewardModel, difference: readonly number[]) {
  const features = stackRows([difference, difference.map(() => 0)]);
  const pairs = { first: Uint32Array.of(0), second: Uint32Array.of(1) };
  const { means, variances } = predictPairMargins(model, features, pairs);
  return { mean: means[0], variance: variances[0] };
}

describe("fitRewardModel", () => {
  // One feature, z = 1, one win, prior N(0, 1): the mode solves m = σ(−m), m = 0.401058137541547,
  // and the variance is 1/(1 + σ(m)σ(−m)) = 0.806303… (solved by hand with Newton's method).
  it("finds the mode and the Laplace variance of the one-judgment problem", () => {
    const model = fitRewardModel(inputOf([[1]], [1]));
    expect(model.mean[0]).toBeCloseTo(0.401058137541547, 8);
    const p = logistic(0.401058137541547);
    expect(model.covariance[0]).toBeCloseTo(1 / (1 + p * (1 - p)), 5);
  });

  it("is the prior without judgments", () => {
    const input = inputOf([[1, 0]], [1], { groups: [group(1, 0.5, 1), group(1, 0.1)] });
    const none = new Uint32Array(0);
    const model = fitRewardModel({
      ...input,
      pairs: { first: none, second: none },
      outcomes: new Float64Array(0),
      strengths: new Uint8Array(0),
      weights: new Float64Array(0),
    });
    expect([...model.mean]).toEqual([1, 0]);
    expect(model.covariance[0]).toBeCloseTo(0.25);
    expect(model.covariance[3]).toBeCloseTo(0.01);
    expect(model.temperature).toBeCloseTo(1, 3);
  });

  it("makes the gradient of the posterior vanish at the mode", () => {
    const { differences, outcomes } = simulate(1, 200, [1, -0.5, 0]);
    const { mean } = fitRewardModel(inputOf(differences, outcomes));
    for (let k = 0; k < 3; k++) {
      let gradient = -mean[k];
      for (const [row, difference] of differences.entries()) {
        const margin = difference.reduce((sum, value, j) => sum + value * mean[j], 0);
        gradient += (outcomes[row] - logistic(margin)) * difference[k];
      }
      expect(Math.abs(gradient)).toBeLessThan(1e-4);
    }
  });

  it("recovers the coefficients that judges used, within their stated uncertainty", () => {
    const truth = [1.2, -0.7, 0.3];
    const { differences, outcomes } = simulate(2, 4000, truth);
    const model = fitRewardModel(inputOf(differences, outcomes));
    for (const [k, value] of truth.entries()) {
      const deviation = Math.sqrt(model.covariance[k * 3 + k]);
      expect(Math.abs(model.mean[k] - value)).toBeLessThan(4 * deviation);
    }
    expect(model.temperature).toBeGreaterThan(0.9);
    expect(model.temperature).toBeLessThan(1.1);
  });

  it("treats a judgment of weight two as two judgments", () => {
    const doubled = fitRewardModel(inputOf([[1], [1], [-1]], [1, 1, 1]));
    const weighted = fitRewardModel(
      inputOf([[1], [-1]], [1, 1], { weights: Float64Array.of(2, 1) }),
    );
    expect(weighted.mean[0]).toBeCloseTo(doubled.mean[0], 8);
    expect(weighted.covariance[0]).toBeCloseTo(doubled.covariance[0], 8);
  });

  it("ignores a judgment of weight zero", () => {
    const model = fitRewardModel(inputOf([[1]], [1], { weights: Float64Array.of(0) }));
    expect(model.mean[0]).toBe(0);
    expect(model.covariance[0]).toBeCloseTo(1);
  });

  it("counts a tie as half a win for either side", () => {
    const tied = fitRewardModel(inputOf([[1], [1]], [0.5, 0.5]));
    const split = fitRewardModel(inputOf([[1], [1]], [1, 0]));
    expect(tied.mean[0]).toBeCloseTo(split.mean[0], 10);
    expect(tied.covariance[0]).toBeCloseTo(split.covariance[0], 10);
  });

  it("learns the same when first and second are swapped", () => {
    const { differences, outcomes } = simulate(3, 60, [1, -1]);
    const model = fitRewardModel(inputOf(differences, outcomes));
    const mirrored = fitRewardModel(
      inputOf(
        differences.map((row) => row.map((value) => -value)),
        outcomes.map((outcome) => 1 - outcome),
      ),
    );
    for (let k = 0; k < 2; k++) expect(mirrored.mean[k]).toBeCloseTo(model.mean[k], 8);
  });

  it("stays finite when one side always wins", () => {
    const model = fitRewardModel(inputOf(Array(500).fill([3]), Array(500).fill(1)));
    expect(Number.isFinite(model.mean[0])).toBe(true);
    expect(model.covariance[0]).toBeGreaterThan(0);
  });

  it("starts from an external reward and corrects it towards the judgments", () => {
    const groups = [group(1, 0.5, 1), group(1, 0.5)];
    const agree = fitRewardModel(inputOf([[0, 0]], [1], { groups }));
    expect(marginOf(agree, [2, 0]).mean / agree.temperature).toBeCloseTo(2, 6);
    const inverted = fitRewardModel(inputOf(Array(60).fill([2, 0]), Array(60).fill(0), { groups }));
    expect(inverted.mean[0]).toBeLessThan(0);
  });

  it("rejects input that contradicts itself", () => {
    expect(() => fitRewardModel(inputOf([[1]], [2]))).toThrow(RangeError);
    expect(() => fitRewardModel(inputOf([[1]], [1], { weights: Float64Array.of(-1) }))).toThrow(
      RangeError,
    );
    expect(() => fitRewardModel(inputOf([[1]], [1], { groups: [group(2, 1)] }))).toThrow(
      RangeError,
    );
    expect(() => fitRewardModel(inputOf([[1]], [1], { strengths: Uint8Array.of(3) }))).toThrow(
      RangeError,
    );
    const pairs = { first: Uint32Array.of(9), second: Uint32Array.of(0) };
    expect(() => fitRewardModel(inputOf([[1]], [1], { pairs }))).toThrow(RangeError);
    expect(() => fitRewardModel(inputOf([[Number.NaN]], [1]))).toThrow(RangeError);
  });
});

describe("temperature", () => {
  it("shrinks overconfident margins when the features are noise", () => {
    const { differences } = simulate(4, 120, Array(60).fill(0));
    const random = createRandom(5);
    const outcomes = differences.map(() => (random.uniform() < 0.5 ? 1 : 0));
    const model = fitRewardModel(inputOf(differences, outcomes));
    expect(model.temperature).toBeLessThan(0.6);
  });

  it("stretches margins that a narrow prior holds down", () => {
    const { differences, outcomes } = simulate(6, 800, [2, -2]);
    const narrow = fitRewardModel(inputOf(differences, outcomes, { groups: [group(2, 0.03)] }));
    expect(narrow.temperature).toBeGreaterThan(2);
  });
});

describe("prior scale", () => {
  const adaptive = [{ ...group(12, 0.05), isAdaptive: true }];
  const truth = [2, -2, 1, ...Array<number>(9).fill(0)];

  it("widens narrow priors when clear judgments speak for it", () => {
    const { differences, outcomes } = simulate(20, 300, truth);
    const model = fitRewardModel(inputOf(differences, outcomes, { groups: adaptive }));
    expect(model.priorScale).toBe(2);
    expect(
      fitRewardModel(inputOf(differences, outcomes, { groups: [group(12, 0.05)] })).priorScale,
    ).toBe(1);
  });

  it("keeps priors narrow when the judges answer at random", () => {
    const { differences } = simulate(21, 600, truth);
    const random = createRandom(22);
    const outcomes = differences.map(() => (random.uniform() < 0.5 ? 1 : 0));
    expect(fitRewardModel(inputOf(differences, outcomes, { groups: adaptive })).priorScale).toBe(1);
  });
});

describe("graded strength", () => {
  it("learns thresholds and moves further on strong judgments than on weak ones", () => {
    const random = createRandom(8);
    const differences: number[][] = [];
    const outcomes: number[] = [];
    const strengths: number[] = [];
    for (let row = 0; row < 3000; row++) {
      const z = random.normal();
      const u = random.uniform();
      const latent = 1.5 * z + Math.log(u / (1 - u));
      differences.push([z]);
      outcomes.push(latent > 0 ? 1 : 0);
      strengths.push(Math.abs(latent) < 1 ? 1 : Math.abs(latent) < 2.5 ? 2 : 3);
    }
    const graded = fitRewardModel(
      inputOf(differences, outcomes, { strengths: Uint8Array.from(strengths), strengthLevels: 3 }),
    );
    expect(graded.thresholds[0]).toBeCloseTo(1, 0);
    expect(Math.abs(graded.thresholds[0] - 1)).toBeLessThan(0.15);
    expect(Math.abs(graded.thresholds[1] - 2.5)).toBeLessThan(0.25);
    expect(Math.abs(graded.mean[0] - 1.5)).toBeLessThan(0.2);
    const binary = fitRewardModel(inputOf(differences, outcomes));
    expect(graded.covariance[0]).toBeLessThan(binary.covariance[0]);
  });

  it("does not become surer because everyone presses the strongest key", () => {
    const { differences, outcomes } = simulate(9, 500, [0.5]);
    const strengths = new Uint8Array(500).fill(3);
    const model = fitRewardModel(inputOf(differences, outcomes, { strengths, strengthLevels: 3 }));
    const binary = fitRewardModel(inputOf(differences, outcomes));
    expect(Math.abs(model.mean[0] - binary.mean[0])).toBeLessThan(0.15);
  });
});

describe("predictions", () => {
  it("gives zᵀm and zᵀΣz, scaled by the temperature", () => {
    const { differences, outcomes } = simulate(10, 80, [1, 0, -1]);
    const model = fitRewardModel(inputOf(differences, outcomes));
    const z = [0.3, -1.2, 0.8];
    let mean = 0;
    let variance = 0;
    for (let i = 0; i < 3; i++) {
      mean += z[i] * model.mean[i];
      for (let j = 0; j < 3; j++) variance += z[i] * z[j] * model.covariance[i * 3 + j];
    }
    expect(marginOf(model, z).mean).toBeCloseTo(model.temperature * mean, 10);
    expect(marginOf(model, z).variance).toBeCloseTo(model.temperature ** 2 * variance, 6);
  });

  it("explains a margin by terms that add up to it, largest first", () => {
    const { differences, outcomes } = simulate(11, 80, [2, 0, -1]);
    const model = fitRewardModel(inputOf(differences, outcomes));
    const first = Float64Array.of(1, 2, -1);
    const contributions = explainMargin(model, { first, second: new Float64Array(3) });
    const sum = contributions.reduce((total, { logits }) => total + logits, 0);
    expect(sum).toBeCloseTo(marginOf(model, [1, 2, -1]).mean, 10);
    expect(contributions[0].feature).toBe(0);
  });

  it("gives a single completion the variance of its margin against the average one", () => {
    const { differences, outcomes } = simulate(12, 50, [1, -1]);
    const model = fitRewardModel(inputOf(differences, outcomes));
    const rewards = predictRewards(model, stackRows([[1, 2]]));
    expect(rewardVariances(rewards)[0]).toBeCloseTo(marginOf(model, [1, 2]).variance, 10);
  });
});

describe("updateRewardModel", () => {
  it("comes close to a full refit", () => {
    const { differences, outcomes } = simulate(13, 120, [1, -0.5]);
    const early = fitRewardModel(inputOf(differences.slice(0, 100), outcomes.slice(0, 100)));
    let model = early;
    for (let row = 100; row < 120; row++) {
      const first = Float64Array.from(differences[row]);
      const second = new Float64Array(2);
      const outcome = outcomes[row];
      model = updateRewardModel(model, [{ first, second, outcome, strength: 0, weight: 1 }]);
    }
    const refitted = fitRewardModel(inputOf(differences, outcomes));
    expect(model.judgments).toBe(120);
    expect(model.version).not.toBe(early.version);
    for (let k = 0; k < 2; k++) {
      expect(Math.abs(model.mean[k] - refitted.mean[k])).toBeLessThan(0.02);
      expect(Math.abs(model.mean[k] - refitted.mean[k])).toBeLessThan(
        0.3 * Math.abs(early.mean[k] - refitted.mean[k]) + 0.005,
      );
    }
    expect(Math.abs(model.covariance[0] / refitted.covariance[0] - 1)).toBeLessThan(0.15);
    expect(model.covariance[0]).toBeLessThan(early.covariance[0]);
  });
});

describe("encoding", () => {
  const { differences, outcomes } = simulate(14, 40, [1, 0, 2]);
  const model = fitRewardModel(inputOf(differences, outcomes));

  it("survives exactly, version included", () => {
    expect(decodeRewardModel(encodeRewardModel(model))).toEqual(model);
  });

  it("gives equal fits equal versions and different fits different ones", () => {
    expect(fitRewardModel(inputOf(differences, outcomes)).version).toBe(model.version);
    const other = fitRewardModel(
      inputOf(
        differences,
        outcomes.map((outcome) => 1 - outcome),
      ),
    );
    expect(other.version).not.toBe(model.version);
  });

  it("refuses bytes that are not a whole model", () => {
    const bytes = encodeRewardModel(model);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(() => decodeRewardModel(bytes.subarray(0, length))).toThrow(RangeError);
      }),
    );
    expect(() => decodeRewardModel(Uint8Array.from([...bytes, 0]))).toThrow(RangeError);
  });
});
