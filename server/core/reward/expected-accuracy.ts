import { logistic } from "#server/core/numerics/logistic.ts";
import { normalCdf } from "#server/core/numerics/normal.ts";
import { approximateProbabilities } from "#server/core/selection/predict-margins.ts";
import type { PolicyInput } from "./policy-input.ts";

/**
 * Expected gain, by one more judgment of each pair, in the share of reference pairs whose better
 * side the model names: Σ over both answers of P(answer)·Φ(|mean after|/deviation after), less the
 * same before. The belief after an answer is one extended Kalman step away. O(pairs · reference ·
 * width), so the reference should be a few hundred pairs at most.
 *
 * @returns one score per pair, ≥ 0: the mean gain in probability; 0 for all without reference pairs
 */
export function scoreExpectedAccuracy(input: PolicyInput): Float64Array {
  const { margins, reference } = input;
  const { means, variances } = margins;
  const probabilities = approximateProbabilities(margins);
  const directions = referenceDirections(input);
  const certainty = Float64Array.from(reference, (pair) =>
    rightProbability(means[pair], variances[pair]),
  );
  const direction = new Float64Array(input.rewards.width);
  return means.map((mean, pair) => {
    readDirection(input, pair, direction);
    const p = logistic(mean);
    const shared = 1 / (1 + p * (1 - p) * variances[pair]);
    let gain = 0;
    for (let r = 0; r < reference.length; r++) {
      const covariance = dotAt(direction, directions, r * direction.length);
      const target = reference[r];
      const left = Math.max(
        1e-12,
        variances[target] - covariance * covariance * p * (1 - p) * shared,
      );
      const won = rightProbability(means[target] + covariance * (1 - p) * shared, left);
      const lost = rightProbability(means[target] - covariance * p * shared, left);
      gain += probabilities[pair] * won + (1 - probabilities[pair]) * lost - certainty[r];
    }
    return Math.max(0, gain / Math.max(1, reference.length));
  });
}

/** Probability that the sign of the mean is the sign of the margin. */
function rightProbability(mean: number, variance: number): number {
  return variance > 0 ? normalCdf(Math.abs(mean) / Math.sqrt(variance)) : 1;
}

function referenceDirections(input: PolicyInput): Float64Array {
  const { width } = input.rewards;
  const directions = new Float64Array(input.reference.length * width);
  for (const [r, pair] of input.reference.entries()) {
    readDirection(input, pair, directions.subarray(r * width, (r + 1) * width));
  }
  return directions;
}

/** The whitened difference of a pair: dot products of two are the covariance of their margins. */
function readDirection(
  { rewards, pairs }: PolicyInput,
  pair: number,
  direction: Float64Array,
): void {
  const { coordinates, width } = rewards;
  const first = pairs.first[pair] * width;
  const second = pairs.second[pair] * width;
  for (let k = 0; k < width; k++) direction[k] = coordinates[first + k] - coordinates[second + k];
}

function dotAt(vector: Float64Array, matrix: Float64Array, start: number): number {
  let sum = 0;
  for (let k = 0; k < vector.length; k++) sum += vector[k] * matrix[start + k];
  return sum;
}
