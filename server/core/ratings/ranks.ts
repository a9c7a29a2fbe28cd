import { requireSameLength } from "./pair-table.ts";

/** The ranks each model may hold, 1 for the strongest. */
export type RankRange = { readonly best: Int32Array; readonly worst: Int32Array };

/**
 * The ranks that intervals leave open: best = 1 + the number of models whose interval lies wholly
 * above, worst = the number of models minus those whose interval lies wholly below.
 *
 * This is the public arenas' rule. It is conservative for two models and takes no account of the
 * number of models; {@link sampleRankRanges} uses the joint distribution instead.
 *
 * @param lower lower interval ends, one per model, on any scale.
 * @param upper upper interval ends on the same scale, not below the lower ones.
 * @throws RangeError when lengths differ.
 * Source: Chiang et al. 2024 §4, https://arxiv.org/abs/2403.04132
 */
export function rankByIntervals(lower: Float64Array, upper: Float64Array): RankRange {
  requireSameLength(lower.length, [upper]);
  const size = lower.length;
  const sortedLower = lower.slice().sort();
  const sortedUpper = upper.slice().sort();
  const best = Int32Array.from(upper, (end) => 1 + size - countAtMost(sortedLower, end));
  const worst = Int32Array.from(lower, (end) => size - countBelow(sortedUpper, end));
  return { best, worst };
}

function countAtMost(sorted: Float64Array, value: number): number {
  return countWhile(sorted, (entry) => entry <= value);
}

function countBelow(sorted: Float64Array, value: number): number {
  return countWhile(sorted, (entry) => entry < value);
}

function countWhile(sorted: Float64Array, holds: (entry: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}
