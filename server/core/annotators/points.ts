import type { LabelRows } from "./label-table.ts";
import type { LeaveOneOut } from "./leave-one-out.ts";

/** One entry per label, in the order of the rows. */
export type LabelScores = {
  /** clip(P(label | others)/q(label | cues) − 1, ±3); 0 where not settled. */
  readonly scores: Float64Array;
  /** 1 where others say enough about the item for the score to stand. */
  readonly isSettled: Uint8Array;
};

/** Other labels an item needs before scores on it stand, unless it is gold. */
const OTHER_LABELS_MIN = 3;
const SCORE_MAX = 3;
/** Standard normal quantile of 95 %. */
const CAUTION = 1.6448536269514722;

/**
 * Scores each label by how much more probable others make it than cheap cues alone would: zero on
 * average for anybody who answers by those cues or at random, positive for whoever looked. The ratio
 * form is the peer truth serum (Radanovic, Faltings and Jurca 2016,
 * https://doi.org/10.1145/2856102) with the leave-one-out posterior as the peer and the prior
 * conditioned on cues, which is what takes the reward from people who agree on a cheap cue.
 *
 * Do not show single scores: they betray which items are gold.
 *
 * @param rows the labels
 * @param others probabilities of each label by everybody else, see `leaveOneOut`
 * @param baseline q(class | cues), items × classes, row-major, see `predictByCues`
 * @throws RangeError when lengths disagree or a baseline probability is not positive
 */
export function scoreLabels(
  { item, label, itemCount, classCount, knownClass }: LabelRows,
  { probabilities, otherLabels }: LeaveOneOut,
  baseline: ArrayLike<number>,
): LabelScores {
  if (baseline.length !== itemCount * classCount || probabilities.length !== item.length) {
    throw new RangeError("Labels, probabilities and baseline belong to different data.");
  }
  const scores = new Float64Array(item.length);
  const isSettled = new Uint8Array(item.length);
  for (let row = 0; row < item.length; row++) {
    const isGold = knownClass !== undefined && knownClass[item[row]] >= 0;
    if (!isGold && otherLabels[row] < OTHER_LABELS_MIN) continue;
    const expected = baseline[item[row] * classCount + label[row]];
    if (!(expected > 0)) throw new RangeError(`Item ${item[row]} has a baseline of ${expected}.`);
    isSettled[row] = 1;
    const score = probabilities[row] / expected - 1;
    scores[row] = Math.max(-SCORE_MAX, Math.min(SCORE_MAX, score));
  }
  return { scores, isSettled };
}

/**
 * Points for one period: min(n, cap)·max(0, mean − 1.645·sd/√n) over the settled scores of one
 * annotator. The lower confidence bound keeps luck from paying, the cap keeps volume from paying.
 * Fewer than two settled scores earn nothing, because their spread is unknown.
 *
 * @param scores settled scores of one annotator in the period
 * @param cap labels that can earn points in the period
 * @throws RangeError when the cap is negative or a score is not finite
 */
export function sumPoints(scores: ArrayLike<number>, cap: number): number {
  if (!(cap >= 0)) throw new RangeError(`A cap cannot be ${cap}.`);
  const n = scores.length;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(scores[i])) throw new RangeError(`A score cannot be ${scores[i]}.`);
    sum += scores[i];
  }
  if (n < 2) return 0;
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (scores[i] - mean) ** 2;
  const deviation = Math.sqrt(squares / (n - 1));
  return Math.min(n, cap) * Math.max(0, mean - (CAUTION * deviation) / Math.sqrt(n));
}
