import type { Random } from "#server/core/numerics/random.ts";
import { requireSquare, type StrengthEstimate } from "./contrasts.ts";
import type { RankRange } from "./ranks.ts";

export type RankSampling = {
  readonly random: Random;
  /** Joint draws of all strengths. */
  readonly drawCount?: number;
  /** Coverage of each rank interval, strictly between 0 and 1. */
  readonly confidence?: number;
};

/** A rank interval per model, and how often each model came first. */
export type SampledRanks = RankRange & {
  /** Share of draws in which the model had the highest strength; sums to one. */
  readonly topShare: Float64Array;
};

/**
 * Rank intervals from joint draws of N(θ̂, V): the equal-tailed quantiles of each model's rank.
 *
 * The covariance may be singular, as it is for strengths that sum to zero or that have no variance.
 *
 * @param estimate strengths and covariance.
 * @param sampling the generator, 2,000 draws and 95 % coverage when left out.
 * @throws RangeError when an option or the covariance is not valid.
 * Source: Goldstein and Spiegelhalter 1996, https://doi.org/10.2307/2983325
 */
export function sampleRanks(
  { strengths, covariance }: StrengthEstimate,
  { random, drawCount = 2000, confidence = 0.95 }: RankSampling,
): SampledRanks {
  const size = strengths.length;
  requireSquare(covariance, size);
  if (!(Number.isInteger(drawCount) && drawCount > 0 && confidence > 0 && confidence < 1)) {
    throw new RangeError(`cannot sample ranks with ${drawCount} draws at ${confidence}`);
  }
  const root = semidefiniteRoot(covariance, size);
  const rankCounts = new Int32Array(size * size);
  const noise = new Float64Array(size);
  const draw = new Float64Array(size);
  for (let round = 0; round < drawCount; round++) {
    for (let at = 0; at < size; at++) noise[at] = random.normal();
    for (let row = 0; row < size; row++) {
      let value = strengths[row];
      for (let k = 0; k <= row; k++) value += root[row * size + k] * noise[k];
      draw[row] = value;
    }
    const order = Int32Array.from(draw.keys()).sort((a, b) => draw[b] - draw[a] || a - b);
    for (let rank = 0; rank < size; rank++) rankCounts[order[rank] * size + rank]++;
  }
  const tail = (drawCount * (1 - confidence)) / 2;
  const best = Int32Array.from(strengths, (_, at) => firstRankPast(rankCounts, { at, size, tail }));
  const worst = Int32Array.from(strengths, (_, at) =>
    firstRankPast(rankCounts, { at, size, tail: drawCount - tail }),
  );
  return { best, worst, topShare: strengths.map((_, at) => rankCounts[at * size] / drawCount) };
}

/** The least rank at which more than `tail` draws have been counted. */
function firstRankPast(
  rankCounts: Int32Array,
  { at, size, tail }: { at: number; size: number; tail: number },
): number {
  let seen = 0;
  for (let rank = 0; rank < size; rank++) {
    seen += rankCounts[at * size + rank];
    if (seen > tail || rank === size - 1) return rank + 1;
  }
  return 1;
}

/** A lower-triangular R with R·Rᵀ = V, where directions without variance get a zero column. */
function semidefiniteRoot(covariance: Float64Array, size: number): Float64Array {
  const root = new Float64Array(size * size);
  let largest = 0;
  for (let at = 0; at < size; at++) largest = Math.max(largest, covariance[at * size + at]);
  for (let column = 0; column < size; column++) {
    let pivot = covariance[column * size + column];
    for (let k = 0; k < column; k++) pivot -= root[column * size + k] ** 2;
    if (!(pivot > 1e-12 * largest)) continue;
    const scale = Math.sqrt(pivot);
    root[column * size + column] = scale;
    for (let row = column + 1; row < size; row++) {
      let value = covariance[row * size + column];
      for (let k = 0; k < column; k++) value -= root[row * size + k] * root[column * size + k];
      root[row * size + column] = value / scale;
    }
  }
  return root;
}
