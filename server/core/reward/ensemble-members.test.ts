import { expect, test } from "vitest";
import { createRandom } from "#server/core/numerics/random.ts";
import { drawMemberDirections, readMembers } from "./ensemble-members.ts";
import {
  predictPrepared,
  predictRewards,
  prepareRewardModel,
  rewardVariances,
} from "./predict-reward.ts";
import type { RewardModel } from "./reward-model.ts";

const width = 5;

/** A belief with strong correlations, so that what two completions share matters. */
function beliefOf(random = createRandom(3)): RewardModel {
  const root = Array.from({ length: width * width }, () => random.normal());
  const covariance = Float64Array.from({ length: width * width }, (_, at) => {
    const [row, column] = [Math.floor(at / width), at % width];
    let sum = row === column ? 0.1 : 0;
    for (let k = 0; k < width; k++) sum += root[row * width + k] * root[column * width + k];
    return sum;
  });
  return {
    version: "",
    featureVersion: 1,
    groups: [],
    standardiser: {
      centres: new Float64Array(width),
      scales: new Float64Array(width).fill(1),
      limits: new Float64Array(width).fill(Number.POSITIVE_INFINITY),
    },
    mean: Float64Array.from({ length: width }, () => random.normal()),
    covariance,
    temperature: 1.3,
    thresholds: new Float64Array(0),
    priorScale: 1,
    judgments: 0,
  };
}

const random = createRandom(7);
const model = beliefOf();
const features = {
  width,
  values: Float64Array.from({ length: 7 * width }, () => random.normal()),
};
const rewards = predictRewards(model, features);
const manyMembers = { members: 4000, width, seed: 11 };

test("the mean of the members is the mean reward", () => {
  const directions = drawMemberDirections({ members: 8, width, seed: 5 });
  for (let row = 0; row < rewards.means.length; row++) {
    const members = readMembers(directions, rewards, row);
    const mean = members.reduce((sum, value) => sum + value, 0) / members.length;
    expect(mean).toBeCloseTo(rewards.means[row], 12);
  }
});

test("the members' spread is that of a reward, and that of a margin without what both share", () => {
  const directions = drawMemberDirections(manyMembers);
  const first = readMembers(directions, rewards, 0);
  const second = readMembers(directions, rewards, 1);
  const spread = (values: Float64Array, mean: number) =>
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const variance = rewardVariances(rewards)[0];
  expect(spread(first, rewards.means[0]) / variance).toBeCloseTo(1, 1);
  const difference = Float64Array.from({ length: width }, (_, k) => {
    return rewards.coordinates[k] - rewards.coordinates[width + k];
  });
  const marginVariance = difference.reduce((sum, value) => sum + value * value, 0);
  const margins = first.map((value, member) => value - second[member]);
  const ratio = spread(margins, rewards.means[0] - rewards.means[1]) / marginVariance;
  expect(ratio).toBeCloseTo(1, 1);
});

test("the variance that a few members show is right on average", () => {
  const variance = rewardVariances(rewards)[2];
  let sum = 0;
  for (let seed = 0; seed < 2000; seed++) {
    const directions = drawMemberDirections({ members: 4, width, seed });
    const members = readMembers(directions, rewards, 2);
    sum += members.reduce((total, value) => total + (value - rewards.means[2]) ** 2, 0) / 4;
  }
  expect(sum / 2000 / variance).toBeCloseTo(1, 1);
});

test("the same seed gives the same members, and another one others", () => {
  const draw = (seed: number) =>
    readMembers(drawMemberDirections({ members: 4, width, seed }), rewards, 0);
  expect(draw(9)).toEqual(draw(9));
  expect(draw(9)).not.toEqual(draw(10));
});

test("an ensemble of one has no spread and is refused", () => {
  expect(() => drawMemberDirections({ members: 1, width, seed: 0 })).toThrow(RangeError);
});

test("directions of another width are refused", () => {
  const directions = drawMemberDirections({ members: 4, width: width + 1, seed: 0 });
  expect(() => readMembers(directions, rewards, 0)).toThrow(RangeError);
});

test("a completion has the same numbers to the last bit alone and in any batch", () => {
  const prepared = prepareRewardModel(model);
  for (let row = 0; row < 7; row++) {
    const values = features.values.slice(row * width, (row + 1) * width);
    const alone = predictPrepared(prepared, { width, values });
    expect(alone.means[0]).toBe(rewards.means[row]);
    const together = rewards.coordinates.slice(row * width, (row + 1) * width);
    expect(Array.from(alone.coordinates)).toEqual(Array.from(together));
  }
});
