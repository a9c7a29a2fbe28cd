import { invertCholesky } from "#server/core/numerics/cholesky.ts";
import { logistic } from "#server/core/numerics/logistic.ts";
import type { BradleyTerryFit } from "./bradley-terry.ts";
import { addPairMoment, pseudoMoment, sandwich } from "./covariance.ts";
import { type JudgmentRows, requireSameLength, tabulateJudgments } from "./pair-table.ts";

/** Judgments with the cluster whose members may agree with each other, usually the annotator. */
export type ClusteredRows = JudgmentRows & {
  /** Annotator indices, 0…annotatorCount−1. */
  readonly annotator: Int32Array;
  readonly annotatorCount: number;
};

export type ClusteredCovariance =
  | {
      readonly kind: "estimated";
      /** K × K, row-major, in nats²; rows sum to zero. */
      readonly covariance: Float64Array;
      /** Annotators with at least one judgment. */
      readonly clusterCount: number;
    }
  /** Between-annotator variance cannot be seen with fewer than two annotators. */
  | { readonly kind: "too-few-annotators"; readonly clusterCount: number };

/**
 * The sandwich covariance with B = G/(G−1)·Σᵤ gᵤgᵤᵀ, where gᵤ is the summed score of annotator u, so
 * that an annotator's judgments need not be independent of each other.
 *
 * It needs many annotators (some thirty) to be accurate: with fewer than K of them some contrasts
 * have an estimated variance that is too small.
 *
 * @param rows the judgments that were fitted, in any order.
 * @param fit the fit of their pair table.
 * @throws RangeError when the rows are not valid or have another number of models.
 * Source: Liang and Zeger 1986, https://doi.org/10.1093/biomet/73.1.13; Cameron and Miller 2015, https://doi.org/10.3368/jhr.50.2.317
 */
export function clusteredCovariance(
  rows: ClusteredRows,
  fit: BradleyTerryFit,
): ClusteredCovariance {
  const pairs = tabulateJudgments(rows);
  const size = fit.strengths.length;
  if (pairs.modelCount !== size) {
    throw new RangeError(`the fit has ${size} models, the judgments ${pairs.modelCount}`);
  }
  const groups = groupByAnnotator(rows);
  const clusterCount = groups.offsets.reduce(
    (count, end, at) => (at > 0 && end > groups.offsets[at - 1] ? count + 1 : count),
    0,
  );
  if (clusterCount < 2) return { kind: "too-few-annotators", clusterCount };
  const moments = clusterMoments(rows, fit.strengths, groups);
  const correction = clusterCount / (clusterCount - 1);
  for (let at = 0; at < moments.length; at++) moments[at] *= correction;
  for (let row = 0; row < pairs.first.length; row++) {
    const left = pairs.first[row];
    const right = pairs.second[row];
    const probability = logistic(fit.strengths[left] - fit.strengths[right]);
    const moment = pseudoMoment(probability, fit.pseudoJudgments);
    addPairMoment(moments, size, { left, right, moment });
  }
  const covariance = sandwich(invertCholesky(fit.factor), moments, size);
  return { kind: "estimated", covariance, clusterCount };
}

type Groups = { readonly offsets: Int32Array; readonly rows: Int32Array };

/** A counting sort of row numbers by annotator. */
function groupByAnnotator({ annotator, annotatorCount, first }: ClusteredRows): Groups {
  requireSameLength(first.length, [annotator]);
  const offsets = new Int32Array(annotatorCount + 1);
  for (let row = 0; row < annotator.length; row++) {
    if (!(annotator[row] >= 0 && annotator[row] < annotatorCount)) {
      throw new RangeError(`judgment ${row} has annotator ${annotator[row]}`);
    }
    offsets[annotator[row] + 1]++;
  }
  for (let at = 0; at < annotatorCount; at++) offsets[at + 1] += offsets[at];
  const next = offsets.slice();
  const rows = new Int32Array(annotator.length);
  for (let row = 0; row < annotator.length; row++) rows[next[annotator[row]]++] = row;
  return { offsets, rows };
}

function clusterMoments(
  { first, second, verdict }: ClusteredRows,
  strengths: Float64Array,
  { offsets, rows }: Groups,
): Float64Array {
  const size = strengths.length;
  const moments = new Float64Array(size * size);
  const score = new Float64Array(size);
  const touched = new Int32Array(size);
  const isTouched = new Uint8Array(size);
  for (let cluster = 0; cluster + 1 < offsets.length; cluster++) {
    let count = 0;
    for (let at = offsets[cluster]; at < offsets[cluster + 1]; at++) {
      const row = rows[at];
      const left = first[row];
      const right = second[row];
      const outcome = verdict[row] > 0 ? 1 : verdict[row] < 0 ? 0 : 0.5;
      const residual = outcome - logistic(strengths[left] - strengths[right]);
      score[left] += residual;
      score[right] -= residual;
      if (isTouched[left] === 0) touched[count++] = left;
      isTouched[left] = 1;
      if (isTouched[right] === 0) touched[count++] = right;
      isTouched[right] = 1;
    }
    // Only the models an annotator has seen are non-zero, which keeps this far from G·K².
    for (let a = 0; a < count; a++) {
      const target = touched[a] * size;
      const own = score[touched[a]];
      // Each unordered pair once; the two halves are added together below.
      for (let b = 0; b <= a; b++) moments[target + touched[b]] += own * score[touched[b]];
    }
    for (let a = 0; a < count; a++) {
      score[touched[a]] = 0;
      isTouched[touched[a]] = 0;
    }
  }
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) {
      const sum = moments[row * size + column] + moments[column * size + row];
      moments[row * size + column] = sum;
      moments[column * size + row] = sum;
    }
  }
  return moments;
}
