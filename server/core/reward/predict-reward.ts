import type { Margins } from "#server/core/selection/margins.ts";
import { type CompletionPairs, countRows, type FeatureMatrix } from "./feature-matrix.ts";
import type { RewardModel } from "./reward-model.ts";
import { openRowStandardiser } from "./standardise-rows.ts";
import { openWhitener, type Whitening, whiteningOf } from "./whitening.ts";
import { kernelRows } from "./whitening-kernel.ts";

/**
 * What a model believes about single completions, in a form from which the belief about any pair
 * follows by subtraction.
 */
export type CompletionRewards = {
  /** Mean reward per completion, in logits. Only differences within a prompt mean anything. */
  readonly means: Float64Array;
  /**
   * Row i is a point whose distance to row j is the standard deviation of their margin; its length
   * is the standard deviation of the reward itself. Single precision, see {@link predictPrepared}.
   */
  readonly coordinates: Float32Array;
  readonly width: number;
};

/** A model with what every prediction needs computed once: a factorisation of width³/6. */
export type PreparedRewardModel = {
  readonly model: RewardModel;
  /** Of the covariance on the scale of calibrated logits. */
  readonly whitening: Whitening;
};

/** Prepares a model for many calls of {@link predictPrepared}. */
export function prepareRewardModel(model: RewardModel): PreparedRewardModel {
  const { covariance, mean, temperature } = model;
  const scaled = covariance.map((value) => temperature * temperature * value);
  return { model, whitening: whiteningOf(scaled, mean.length) };
}

/**
 * The belief about every completion. Costs width²/2 multiplications per completion, so that a pair
 * costs only width. A large pool is best passed in slices of whole prompts: slices need not know of
 * each other, and the same completion has the same numbers in any slice.
 *
 * Means are computed in doubles, coordinates in singles; {@link openWhitener} states their bound. At
 * the width of the text features the variance of a reward is off by less than 10⁻⁶ of itself, and
 * that of a margin by less than 10⁻⁶ of the variances of both rewards. It is still 0 for equal
 * completions.
 *
 * @param features unstandardised, of the feature version of the model
 * @throws RangeError when the features are not as wide as the model
 */
export function predictPrepared(
  { model, whitening }: PreparedRewardModel,
  features: FeatureMatrix,
): CompletionRewards {
  const { mean, temperature } = model;
  const width = mean.length;
  if (features.width !== width) {
    throw new RangeError(`The model is ${width} wide, the features ${features.width}.`);
  }
  const means = new Float64Array(countRows(features));
  const coordinates = new Float32Array(features.values.length);
  const standardiser = openRowStandardiser(model.standardiser, mean);
  const whitener = openWhitener.single(whitening);
  for (let row = 0; row < means.length; row += kernelRows) {
    const count = Math.min(kernelRows, means.length - row);
    const start = row * width;
    const { sums } = standardiser;
    standardiser.features.set(features.values.subarray(start, start + count * width));
    standardiser.run(count);
    whitener.rows.set(standardiser.rows);
    whitener.run(count);
    coordinates.set(whitener.products.subarray(0, count * width), start);
    for (let k = 0; k < count; k++) means[row + k] = temperature * (sums[2 * k] + sums[2 * k + 1]);
  }
  return { means, coordinates, width };
}

/** {@link predictPrepared} with a model that is used only once. */
export function predictRewards(model: RewardModel, features: FeatureMatrix): CompletionRewards {
  return predictPrepared(prepareRewardModel(model), features);
}

/** Variance of the reward of each completion, in logits². */
export function rewardVariances({ coordinates, means, width }: CompletionRewards): Float64Array {
  return means.map((_, row) => {
    let sum = 0;
    for (let at = row * width; at < (row + 1) * width; at++) sum += coordinates[at] ** 2;
    return sum;
  });
}

/**
 * The belief about the margin of every pair: mean c·zᵀm and variance c²·zᵀΣz, with z the difference
 * of standardised features and c the temperature.
 */
export function pairRewardMargins(rewards: CompletionRewards, pairs: CompletionPairs): Margins {
  const { coordinates, width } = rewards;
  const means = new Float64Array(pairs.first.length);
  const variances = new Float64Array(pairs.first.length);
  for (let pair = 0; pair < means.length; pair++) {
    const first = pairs.first[pair];
    const second = pairs.second[pair];
    means[pair] = rewards.means[first] - rewards.means[second];
    variances[pair] = squaredDistance(coordinates, {
      left: first * width,
      right: second * width,
      width,
    });
  }
  return { means, variances };
}

type RowPair = { readonly left: number; readonly right: number; readonly width: number };

/** Four sums side by side halve the time: each addition waits for the one before it. */
function squaredDistance(values: Float32Array, { left, right, width }: RowPair): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let at = left;
  let to = right;
  for (const end = left + width - 3; at < end; at += 4, to += 4) {
    a += (values[at] - values[to]) ** 2;
    b += (values[at + 1] - values[to + 1]) ** 2;
    c += (values[at + 2] - values[to + 2]) ** 2;
    d += (values[at + 3] - values[to + 3]) ** 2;
  }
  for (const end = left + width; at < end; at++, to++) a += (values[at] - values[to]) ** 2;
  return a + b + c + d;
}

/** {@link predictRewards} and {@link pairRewardMargins} in one call. */
export function predictPairMargins(
  model: RewardModel,
  features: FeatureMatrix,
  pairs: CompletionPairs,
): Margins {
  return pairRewardMargins(predictRewards(model, features), pairs);
}
