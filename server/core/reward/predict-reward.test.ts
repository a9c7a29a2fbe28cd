import { expect, it } from "vitest";
import { createRandom } from "#server/core/numerics/random.ts";
import { pairRewardMargins, predictRewards, rewardVariances } from "./predict-reward.ts";
import type { RewardModel } from "./reward-model.ts";

const width = 187;
const rows = 60;

/** A belief with deviations over three orders of magnitude and strong correlations. */
function drawModel(): RewardModel {
  const random = createRandom(21);
  const root = Float64Array.from(
    { length: width * width },
    (_, at) => random.normal() * 10 ** (-3 * ((at % width) / width)),
  );
  const covariance = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) {
      let sum = i === j ? 1e-6 : 0;
      for (let k = 0; k < width; k++) sum += root[i * width + k] * root[j * width + k];
      covariance[i * width + j] = sum;
    }
  }
  return {
    version: "",
    featureVersion: 1,
    groups: [],
    standardiser: {
      centres: Float64Array.from({ length: width }, () => 100 * random.normal()),
      scales: Float64Array.from({ length: width }, () => Math.exp(random.normal())),
      limits: new Float64Array(width).fill(4),
    },
    mean: Float64Array.from({ length: width }, () => random.normal()),
    covariance,
    temperature: 0.7,
    thresholds: new Float64Array(0),
    priorScale: 1,
    judgments: 0,
  };
}

const model = drawModel();
const standardised = drawStandardised();

/** Every other row is close to the one before it, and the last is equal to the one before. */
function drawStandardised(): Float64Array[] {
  const random = createRandom(22);
  const drawn: Float64Array[] = [];
  for (let row = 0; row < rows; row++) {
    const before = drawn[row - 1];
    const near = row === rows - 1 ? 0 : 0.01;
    drawn.push(
      Float64Array.from({ length: width }, (_, k) =>
        row % 2 === 1 ? before[k] + near * random.normal() : random.normal(),
      ),
    );
  }
  return drawn;
}

const rewards = predictRewards(model, {
  width,
  values: Float64Array.from({ length: rows * width }, (_, at) => {
    const k = at % width;
    const { centres, scales } = model.standardiser;
    return centres[k] + scales[k] * standardised[Math.floor(at / width)][k];
  }),
});

/** c²·zᵀΣz in doubles, term by term. */
function exactVariance(z: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) sum += z[i] * model.covariance[i * width + j] * z[j];
  }
  return model.temperature ** 2 * sum;
}

const exactVariances = standardised.map(exactVariance);

it("gives means in double and variances in single precision", () => {
  const variances = rewardVariances(rewards);
  for (const [row, z] of standardised.entries()) {
    const mean = z.reduce((sum, value, k) => sum + value * model.mean[k], 0);
    expect(rewards.means[row]).toBeCloseTo(model.temperature * mean, 9);
    expect(Math.abs(variances[row] / exactVariances[row] - 1)).toBeLessThan(1e-6);
  }
});

it("is off by less than a millionth of the variances of both in that of a margin", () => {
  const first = Uint32Array.from({ length: rows - 1 }, (_, row) => row);
  const second = first.map((row) => row + 1);
  const { variances } = pairRewardMargins(rewards, { first, second });
  for (let pair = 0; pair < variances.length; pair++) {
    const other = standardised[pair + 1];
    const exact = exactVariance(standardised[pair].map((value, k) => value - other[k]));
    const both = exactVariances[pair] + exactVariances[pair + 1];
    expect(Math.abs(variances[pair] - exact)).toBeLessThan(1e-6 * both);
  }
});

it("gives equal completions a margin without doubt", () => {
  const pairs = { first: Uint32Array.of(rows - 2), second: Uint32Array.of(rows - 1) };
  expect(pairRewardMargins(rewards, pairs)).toEqual({
    means: Float64Array.of(0),
    variances: Float64Array.of(0),
  });
});
