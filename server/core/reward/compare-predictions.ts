export type PredictionChange = {
  /** Mean |Δp|. */
  readonly meanChange: number;
  /** Share of pairs whose predicted winner changed; exactly one half has no winner. */
  readonly flippedShare: number;
  /** Spearman's, with mean ranks for ties; null where either is constant or there are no pairs. */
  readonly rankCorrelation: number | null;
};

/**
 * How far predicted probabilities of the same pairs moved.
 *
 * @throws RangeError when lengths differ
 */
export function comparePredictions(before: Float64Array, after: Float64Array): PredictionChange {
  if (before.length !== after.length) throw new RangeError("The predictions are of other pairs.");
  if (before.length === 0) return { meanChange: 0, flippedShare: 0, rankCorrelation: null };
  let change = 0;
  let flipped = 0;
  for (let pair = 0; pair < before.length; pair++) {
    change += Math.abs(after[pair] - before[pair]);
    if ((before[pair] - 0.5) * (after[pair] - 0.5) < 0) flipped += 1;
  }
  return {
    meanChange: change / before.length,
    flippedShare: flipped / before.length,
    rankCorrelation: correlate(meanRanks(before), meanRanks(after)),
  };
}

function meanRanks(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end += 1;
    for (let at = start; at < end; at++) ranks[order[at]] = (start + end - 1) / 2;
    start = end;
  }
  return ranks;
}

function correlate(left: Float64Array, right: Float64Array): number | null {
  // Ranks of n values always have the mean (n − 1)/2, ties or not.
  const mean = (left.length - 1) / 2;
  let both = 0;
  let leftSquares = 0;
  let rightSquares = 0;
  for (let at = 0; at < left.length; at++) {
    both += (left[at] - mean) * (right[at] - mean);
    leftSquares += (left[at] - mean) ** 2;
    rightSquares += (right[at] - mean) ** 2;
  }
  if (leftSquares === 0 || rightSquares === 0) return null;
  return both / Math.sqrt(leftSquares * rightSquares);
}
