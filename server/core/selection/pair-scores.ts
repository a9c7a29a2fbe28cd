import type { Margins } from "./margins.ts";

/**
 * D-optimal scores p(1−p)·v: how much one more judgment shrinks the volume of the belief. The
 * gain in log-determinant is ln(1 + p(1−p)·v), of which this is the first-order term and which
 * orders pairs the same way. p = σ(mean) is taken at the mean margin, where the information of the
 * next judgment is linearised. Chaloner and Verdinelli 1995, https://doi.org/10.1214/ss/1177009939.
 *
 * Suits calibrated strengths; where only the order of models matters, see {@link scoreRankFlip}.
 *
 * @returns one score per pair, ≥ 0, in units of information × variance (dimensionless)
 * @throws RangeError when lengths disagree, a mean is not finite or a variance is negative
 */
export function scoreDOptimal(margins: Margins): Float64Array {
  return scoreMargins(margins, (mean, variance) => bernoulliVariance(mean) * variance);
}

/**
 * Rank-flip scores p(1−p)·v·exp(−z²/2) with z = mean/√v: the D-optimal gain, weighted by how near
 * the belief is to reversing the order of the two. A pair whose order is settled scores near zero
 * however wide its belief; a pair whose margin is known exactly scores zero. A rule of thumb in the
 * spirit of optimal budget allocation for ordering, Chen et al. 2000,
 * https://doi.org/10.1023/A:1008349927281.
 *
 * @returns one score per pair, ≥ 0, dimensionless
 * @throws RangeError when lengths disagree, a mean is not finite or a variance is negative
 */
export function scoreRankFlip(margins: Margins): Float64Array {
  return scoreMargins(margins, (mean, variance) => {
    if (variance === 0) return 0;
    return bernoulliVariance(mean) * variance * Math.exp((-0.5 * mean * mean) / variance);
  });
}

/**
 * The sampling rule of Chatbot Arena (Chiang et al. 2024, https://arxiv.org/abs/2403.04132, eq. 9):
 * √(σ²/n) − √(σ²/(n+1)), the expected drop of the standard error of a pair's win rate at its next
 * judgment. The rule is infinite for a pair never judged; such a pair is counted as half a
 * judgment, which places it before every judged pair of equal variance and keeps it finite.
 *
 * @param variances variance of a single outcome per pair, for example p(1−p)
 * @param judgments judgments so far per pair
 * @returns one weight per pair, ≥ 0, on the scale of the outcome; proportional to the probability
 *   with which the pair should be drawn
 * @throws RangeError when lengths disagree or an entry is negative or not finite
 */
export function scoreArenaRule(
  variances: ArrayLike<number>,
  judgments: ArrayLike<number>,
): Float64Array {
  if (variances.length !== judgments.length) {
    throw new RangeError("Each pair needs one variance and one number of judgments.");
  }
  return Float64Array.from(variances, (variance, pair) => {
    const count = judgments[pair];
    if (!(variance >= 0 && variance < Infinity && count >= 0 && count < Infinity)) {
      throw new RangeError(`Pair ${pair} has variance ${variance} and ${count} judgments.`);
    }
    const judged = Math.max(count, 0.5);
    return Math.sqrt(variance / judged) - Math.sqrt(variance / (judged + 1));
  });
}

/** p(1−p) at p = σ(logit), which is exact also where p rounds to 1. */
function bernoulliVariance(logit: number): number {
  const decay = Math.exp(-Math.abs(logit));
  return decay / ((1 + decay) * (1 + decay));
}

function scoreMargins(
  { means, variances }: Margins,
  score: (mean: number, variance: number) => number,
): Float64Array {
  if (means.length !== variances.length) throw new RangeError("Means and variances must pair up.");
  const scores = new Float64Array(means.length);
  for (let pair = 0; pair < means.length; pair++) {
    const mean = means[pair];
    const variance = variances[pair];
    if (!Number.isFinite(mean) || !(variance >= 0 && variance < Infinity)) {
      throw new RangeError(`Pair ${pair} has mean ${mean} and variance ${variance}.`);
    }
    scores[pair] = score(mean, variance);
  }
  return scores;
}
