import type { Margins } from "#server/core/selection/margins.ts";
import { type CompletionPairs, countRows, type FeatureMatrix } from "./feature-matrix.ts";
import type { RewardModel } from "./reward-model.ts";
import { standardise } from "./standardiser.ts";
import { type Whitening, whiteningOf, whitenRows } from "./whitening.ts";

/**
 * What a model believes about single completions, in a form from which the belief about any pair
 * follows by subtraction.
 */
export type CompletionRewards = {
  /** Mean reward per completion, in logits. Only differences within a prompt mean anything. */
  readonly means: Float64Array;
  /**
   * Row i is a point whose distance to row j is the standard deviation of their margin; its length
   * is the standard deviation of the reward itself.
   */
  readonly coordinates: Float64Array;
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
 * @param features unstandardised, of the feature version of the model
 * @throws RangeError when the features are not as wide as the model
 */
export function predictPrepared(
  { model, whitening }: PreparedRewardModel,
  features: FeatureMatrix,
): CompletionRewards {
  const standardised = standardise(model.standardiser, features);
  const { width, values } = standardised;
  const { mean, temperature } = model;
  const means = new Float64Array(countRows(features));
  for (let row = 0; row < means.length; row++) {
    let reward = 0;
    for (let k = 0, at = row * width; k < width; k++) reward += mean[k] * values[at + k];
    means[row] = temperature * reward;
  }
  return { means, coordinates: whitenRows(whitening, standardised), width };
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

/** Two sums side by side halve the time: each addition waits for the one before it. */
function squaredDistance(values: Float64Array, { left, right, width }: RowPair): number {
  let even = 0;
  let odd = 0;
  let k = 0;
  for (; k + 1 < width; k += 2) {
    const first = values[left + k] - values[right + k];
    const second = values[left + k + 1] - values[right + k + 1];
    even += first * first;
    odd += second * second;
  }
  const last = k < width ? values[left + k] - values[right + k] : 0;
  return even + odd + last * last;
}

/** {@link predictRewards} and {@link pairRewardMargins} in one call. */
export function predictPairMargins(
  model: RewardModel,
  features: FeatureMatrix,
  pairs: CompletionPairs,
): Margins {
  return pairRewardMargins(predictRewards(model, features), pairs);
}
