import { countRows, type FeatureMatrix } from "./feature-matrix.ts";
import type { CompletionRewards } from "./predict-reward.ts";
import type { RewardModel } from "./reward-model.ts";

/** The most directions in which completions of one prompt are moved apart. */
const directionsMax = 32;

/**
 * What not knowing the outside columns of a completion adds to the variance of its reward, in
 * logits²: the columns have mean 0 and variance 1 there, so it is c²·Σ(mₖ² + Σₖₖ) over them.
 */
export function missingVariance(model: RewardModel, columns: number): number {
  const width = model.mean.length;
  let sum = 0;
  for (let k = 0; k < columns; k++) sum += model.mean[k] ** 2 + model.covariance[k * width + k];
  return model.temperature ** 2 * sum;
}

/** Calibrated logits that one unit of the outside reward, the first column, is worth to a model. */
export function scoreWorth({ mean, standardiser, temperature }: RewardModel): number {
  return (temperature * mean[0]) / standardiser.scales[0];
}

/**
 * Adds what the members of an outside ensemble disagree about. Member k says rₖ of a completion, so
 * the coordinates are worth·(rₖ − r̄)/√K: the squared distance of two completions is then the
 * variance over the members of their margin, from which what all members share has gone.
 *
 * @param members one row per completion, members × 1 as the service gave them; a row of zeros where
 * it gave none
 * @param worth see {@link scoreWorth}
 * @throws RangeError when there is not one row per completion
 */
export function addEnsembleDoubt(
  rewards: CompletionRewards,
  members: FeatureMatrix,
  worth: number,
): CompletionRewards {
  if (members.width === 0) return rewards;
  if (countRows(members) !== rewards.means.length) {
    throw new RangeError("Each completion needs a row of members.");
  }
  const scale = worth / Math.sqrt(members.width);
  return widen(rewards, members.width, (row, target) => {
    const said = members.values.subarray(row * members.width, (row + 1) * members.width);
    const mean = said.reduce((sum, value) => sum + value, 0) / members.width;
    for (let k = 0; k < members.width; k++) target[k] = scale * (said[k] - mean);
  });
}

/**
 * Adds doubt that a completion has for itself, in logits², to every pair it is in: each doubtful
 * completion gets a coordinate of its own among those of its prompt. Of more than 32 in one prompt
 * some share a coordinate, and a pair of two that do looks surer than it is.
 *
 * @param doubt `prompts` tells which completions belong together; `variances` is one per completion
 * @throws RangeError when lengths disagree or a variance is negative
 */
export function addOwnDoubt(
  rewards: CompletionRewards,
  doubt: { readonly variances: Float64Array; readonly prompts: ArrayLike<number> },
): CompletionRewards {
  const { variances, prompts } = doubt;
  const rows = rewards.means.length;
  if (variances.length !== rows || prompts.length !== rows) {
    throw new RangeError("Each completion needs a prompt and a variance.");
  }
  if (!variances.every((variance) => variance >= 0)) {
    throw new RangeError("A variance is negative or no number.");
  }
  const counts = new Map<number, number>();
  const turns = Int32Array.from(variances, (variance, row) => {
    if (variance === 0) return 0;
    const turn = counts.get(prompts[row]) ?? 0;
    counts.set(prompts[row], turn + 1);
    return turn;
  });
  if (counts.size === 0) return rewards;
  const most = [...counts.values()].reduce((a, b) => Math.max(a, b));
  const directions = Math.min(directionsMax, most);
  return widen(rewards, directions, (row, target) => {
    target[turns[row] % directions] = Math.sqrt(variances[row]);
  });
}

/** Appends coordinates to those of every completion; `fill` writes the new ones of a row. */
function widen(
  { means, coordinates, width }: CompletionRewards,
  by: number,
  fill: (row: number, target: Float32Array) => void,
): CompletionRewards {
  const wide = width + by;
  const values = new Float32Array(means.length * wide);
  for (let row = 0; row < means.length; row++) {
    values.set(coordinates.subarray(row * width, (row + 1) * width), row * wide);
    fill(row, values.subarray(row * wide + width, (row + 1) * wide));
  }
  return { means, coordinates: values, width: wide };
}
