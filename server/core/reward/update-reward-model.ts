import { stampVersion } from "./encode-reward-model.ts";
import { respond } from "./likelihood.ts";
import type { RewardModel } from "./reward-model.ts";
import { standardise } from "./standardiser.ts";

/** One more judgment about two completions. */
export type NewJudgment = {
  /** Unstandardised features. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** 1 when the first was preferred, 0 when the second was, ½ for a tie. */
  readonly outcome: number;
  /** 1…levels, 0 when none was given. */
  readonly strength: number;
  readonly weight: number;
};

/**
 * The model after one more judgment, without a refit: one Newton step that keeps the curvature of
 * the earlier judgments (an extended Kalman step), Σ' = Σ − w/(1 + w·h)·(Σz)(Σz)ᵀ and
 * m' = m + g/(1 + w·h)·Σz with h = zᵀΣz. O(width²). The temperature stays as it was fitted. A full
 * refit every so often removes what the linearisation leaves.
 */
export function updateRewardModel(model: RewardModel, judgment: NewJudgment): RewardModel {
  const difference = differenceOf(model, judgment);
  const width = difference.length;
  const image = new Float64Array(width);
  let margin = 0;
  let leverage = 0;
  for (let row = 0; row < width; row++) {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += model.covariance[row * width + k] * difference[k];
    image[row] = sum;
    margin += model.mean[row] * difference[row];
    leverage += difference[row] * sum;
  }
  const { outcome, strength, weight } = judgment;
  const { thresholds } = model;
  const response = respond(margin, { outcome, strength, thresholds }, { slope: 0, curvature: 0 });
  const gain = weight / (1 + weight * response.curvature * leverage);
  const covariance = model.covariance.slice();
  for (let row = 0; row < width; row++) {
    const scaled = gain * response.curvature * image[row];
    for (let k = 0; k < width; k++) covariance[row * width + k] -= scaled * image[k];
  }
  return stampVersion({
    ...model,
    mean: model.mean.map((value, k) => value + gain * response.slope * image[k]),
    covariance,
    judgments: model.judgments + 1,
  });
}

function differenceOf(model: RewardModel, { first, second }: NewJudgment): Float64Array {
  const { standardiser } = model;
  const width = model.mean.length;
  const left = standardise(standardiser, { width, values: first }).values;
  const right = standardise(standardiser, { width, values: second }).values;
  return left.map((value, k) => value - right[k]);
}
