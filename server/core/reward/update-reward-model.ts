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
 * The model after some more judgments, one by one and without a refit: a Newton step each that keeps
 * the curvature of the earlier ones (an extended Kalman step), Σ' = Σ − w/(1 + w·h)·(Σz)(Σz)ᵀ and
 * m' = m + g/(1 + w·h)·Σz with h = zᵀΣz. O(width²) a judgment. The temperature stays as it was
 * fitted. A full refit every so often removes what the linearisation leaves.
 */
export function updateRewardModel(
  model: RewardModel,
  judgments: readonly NewJudgment[],
): RewardModel {
  const mean = model.mean.slice();
  const covariance = model.covariance.slice();
  const { thresholds } = model;
  for (const judgment of judgments) {
    absorb({ mean, covariance, thresholds }, differenceOf(model, judgment), judgment);
  }
  return stampVersion({
    ...model,
    mean,
    covariance,
    judgments: model.judgments + judgments.length,
  });
}

/** Updates mean and covariance in place. */
function absorb(
  belief: Pick<RewardModel, "mean" | "covariance" | "thresholds">,
  difference: Float64Array,
  { outcome, strength, weight }: NewJudgment,
): void {
  const { mean, covariance, thresholds } = belief;
  const width = difference.length;
  const image = new Float64Array(width);
  let margin = 0;
  let leverage = 0;
  for (let row = 0; row < width; row++) {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += covariance[row * width + k] * difference[k];
    image[row] = sum;
    margin += mean[row] * difference[row];
    leverage += difference[row] * sum;
  }
  const response = respond(margin, { outcome, strength, thresholds }, { slope: 0, curvature: 0 });
  const gain = weight / (1 + weight * response.curvature * leverage);
  for (let row = 0; row < width; row++) {
    const scaled = gain * response.curvature * image[row];
    for (let k = 0; k < width; k++) covariance[row * width + k] -= scaled * image[k];
    mean[row] += gain * response.slope * image[row];
  }
}

function differenceOf(model: RewardModel, { first, second }: NewJudgment): Float64Array {
  const { standardiser } = model;
  const width = model.mean.length;
  const left = standardise(standardiser, { width, values: first }).values;
  const right = standardise(standardiser, { width, values: second }).values;
  return left.map((value, k) => value - right[k]);
}
