import type { Random } from "#server/core/numerics/random.ts";

/** Pairs drawn without replacement, in the order in which they were drawn, with how likely that was. */
export type SampledPairs = {
  /** Indices into the weights. */
  readonly indices: Uint32Array;
  /** Chance of each draw given the draws before it: its weight over the weight still undrawn. */
  readonly drawPropensities: Float64Array;
  /**
   * Chance that the pair is among the drawn given the threshold that the rest stayed below. Dividing
   * by it gives an unbiased estimate of a sum over all pairs. 1 when every pair was drawn.
   */
  readonly inclusionPropensities: Float64Array;
};

/**
 * Turns scores into probabilities of selection: (1 − uniformShare)·score^sharpness/Σscore^sharpness
 * + uniformShare/n. A uniform share above zero keeps every pair possible; a propensity of zero can
 * never be corrected afterwards. Powers are taken relative to the best score, so that very small
 * scores do not underflow together. When no score is positive the result is uniform.
 *
 * @param scores one per pair, ≥ 0
 * @param options sharpness ≥ 0 (0 is uniform, large is greedy) and uniformShare in 0…1
 * @returns one probability per pair, summing to 1; empty for no pairs
 * @throws RangeError when a score is negative or not finite, or an option is out of range
 */
export function selectionProbabilities(
  scores: Float64Array,
  options: { readonly sharpness: number; readonly uniformShare: number },
): Float64Array {
  const { sharpness, uniformShare } = options;
  if (!(sharpness >= 0 && sharpness < Infinity)) throw new RangeError(`Sharpness is ${sharpness}.`);
  if (!(uniformShare >= 0 && uniformShare <= 1)) {
    throw new RangeError(`The uniform share must lie in 0…1, not ${uniformShare}.`);
  }
  let best = 0;
  for (const score of scores) {
    if (!(score >= 0 && score < Infinity)) throw new RangeError(`A score is ${score}.`);
    if (score > best) best = score;
  }
  if (best === 0) return new Float64Array(scores.length).fill(1 / scores.length);
  const powers = scores.map((score) => (score / best) ** sharpness);
  let total = 0;
  for (const power of powers) total += power;
  const uniform = uniformShare / scores.length;
  return powers.map((power) => (1 - uniformShare) * (power / total) + uniform);
}

/**
 * Random priorities ln(weight) + Gumbel noise: taking pairs in descending priority draws them
 * without replacement with probability proportional to weight among those left (Yellott 1977,
 * https://doi.org/10.1016/0022-2496(77)90026-8; Kool et al. 2019, https://arxiv.org/abs/1903.06059).
 *
 * @param weights one per pair, positive, on any common scale
 * @throws RangeError when a weight is not positive and finite
 */
export function drawPriorities(weights: Float64Array, random: Random): Float64Array {
  return weights.map((weight) => {
    if (!(weight > 0 && weight < Infinity)) {
      throw new RangeError(`A weight is ${weight}; mix in a uniform share to keep all positive.`);
    }
    return Math.log(weight) + random.gumbel();
  });
}

/**
 * Draws pairs without replacement by the Gumbel top-k trick, with the propensities this implies.
 * O(n log n). The inclusion propensity is 1 − exp(−weight·e^−κ) where κ is the best priority left
 * out (Kool et al. 2019, https://arxiv.org/abs/1903.06059, §4.1).
 *
 * @param weights one per pair, positive, on any common scale
 * @param count pairs to draw; all of them when there are fewer
 * @throws RangeError when count is no non-negative integer or a weight is not positive and finite
 */
export function samplePairs(weights: Float64Array, count: number, random: Random): SampledPairs {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`Cannot draw ${count} pairs.`);
  const priorities = drawPriorities(weights, random);
  const indices = takeLargest(priorities, Math.min(count, weights.length));
  const leftOut = largestExcept(priorities, indices);
  return {
    indices,
    drawPropensities: drawPropensities(weights, indices),
    inclusionPropensities: Float64Array.from(indices, (index) =>
      leftOut === null ? 1 : -Math.expm1(-Math.exp(Math.log(weights[index]) - leftOut)),
    ),
  };
}

/**
 * Indices of the largest values, best first; equal values in index order. O(n log n).
 *
 * @throws RangeError when count is no integer in 0…values.length or a value is NaN
 */
export function takeLargest(values: Float64Array, count: number): Uint32Array {
  if (!Number.isInteger(count) || count < 0 || count > values.length) {
    throw new RangeError(`Cannot take ${count} of ${values.length} values.`);
  }
  if (count === 0) return new Uint32Array(0);
  const threshold = Float64Array.from(values).sort()[values.length - count];
  const above: number[] = [];
  const level: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) throw new RangeError(`Value ${i} is not a number.`);
    if (value > threshold) above.push(i);
    else if (value === threshold && level.length < count) level.push(i);
  }
  above.sort((a, b) => values[b] - values[a] || a - b);
  return Uint32Array.from([...above, ...level].slice(0, count));
}

function largestExcept(values: Float64Array, excluded: Uint32Array): number | null {
  const isExcluded = new Uint8Array(values.length);
  for (const index of excluded) isExcluded[index] = 1;
  let largest: number | null = null;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (isExcluded[i] === 0 && (largest === null || value > largest)) largest = value;
  }
  return largest;
}

/** Adds up what remains from the last draw backwards, because subtracting from the total cancels. */
function drawPropensities(weights: Float64Array, indices: Uint32Array): Float64Array {
  const isDrawn = new Uint8Array(weights.length);
  for (const index of indices) isDrawn[index] = 1;
  let remaining = 0;
  for (let i = 0; i < weights.length; i++) if (isDrawn[i] === 0) remaining += weights[i];
  const propensities = new Float64Array(indices.length);
  for (let draw = indices.length - 1; draw >= 0; draw--) {
    const weight = weights[indices[draw]];
    remaining += weight;
    propensities[draw] = weight / remaining;
  }
  return propensities;
}
