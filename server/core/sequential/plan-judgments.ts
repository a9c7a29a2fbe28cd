import { normalQuantile } from "#server/core/numerics/normal.ts";

/**
 * How many judgments of one pair give its margin a confidence interval of ± halfWidth: the interval
 * is z/√(n·p(1−p)), so n = z²/(p(1−p)·halfWidth²), rounded up. Wald's interval for a logit; Agresti
 * 2013, "Categorical Data Analysis", §3.1.
 *
 * @param halfWidth in logits; one logit is 400/ln 10 = 173.7 points on the Elo scale
 * @param options probability that the first is preferred, by default ½ (the fewest judgments), and
 *   confidence, by default 0.95
 * @throws RangeError when the half width is not positive and finite, or an option is outside (0, 1)
 */
export function judgmentsForPair(
  halfWidth: number,
  options: { readonly probability?: number; readonly confidence?: number } = {},
): number {
  const { probability = 0.5, confidence = 0.95 } = options;
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`The probability must lie inside 0…1, not ${probability}.`);
  }
  const z = quantile(confidence);
  assertWidth(halfWidth);
  return Math.ceil((z / halfWidth) ** 2 / (probability * (1 - probability)));
}

/**
 * How many judgments, spread evenly over all pairs, give every model's strength a confidence
 * interval of ± halfWidth. With N judgments of mean information h each, the variance of a strength
 * relative to the mean of all is (K−1)²/(2K·N·h), which for many models is K/(2N·h); this solves
 * for N and rounds up. From the inverse of the Bradley–Terry information matrix of a balanced
 * design; Ford 1957, https://doi.org/10.2307/2308513.
 *
 * @param models number of models K, at least 2
 * @param halfWidth in logits
 * @param options information h = mean p(1−p) in (0, ¼], by default 0.22, and confidence
 * @throws RangeError when an argument is out of range
 */
export function judgmentsForStrengths(
  models: number,
  halfWidth: number,
  options: { readonly information?: number; readonly confidence?: number } = {},
): number {
  const { information = 0.22, confidence = 0.95 } = options;
  if (!(Number.isInteger(models) && models >= 2)) {
    throw new RangeError(`Strengths need at least two models, not ${models}.`);
  }
  if (!(information > 0 && information <= 0.25)) {
    throw new RangeError(`The information must lie in 0…¼, not ${information}.`);
  }
  assertWidth(halfWidth);
  const z = quantile(confidence);
  return Math.ceil(((models - 1) ** 2 / (2 * models * information)) * (z / halfWidth) ** 2);
}

/**
 * How many more judgments, collected as until now, bring an interval from its present half width to
 * the wanted one: N·((now/wanted)² − 1), rounded up, and 0 when it is narrow enough already. Widths
 * shrink with the root of the number of judgments.
 *
 * @param judgments number so far, positive
 * @param halfWidths present and wanted, in any one unit
 * @throws RangeError when an argument is not positive and finite
 */
export function judgmentsUntilWidth(
  judgments: number,
  halfWidths: { readonly present: number; readonly wanted: number },
): number {
  if (!(judgments > 0 && judgments < Infinity)) {
    throw new RangeError(`There must be judgments to extrapolate from, not ${judgments}.`);
  }
  assertWidth(halfWidths.present);
  assertWidth(halfWidths.wanted);
  const ratio = halfWidths.present / halfWidths.wanted;
  return Math.max(0, Math.ceil(judgments * (ratio * ratio - 1)));
}

function assertWidth(halfWidth: number): void {
  if (!(halfWidth > 0 && halfWidth < Infinity)) {
    throw new RangeError(`A half width must be positive and finite, not ${halfWidth}.`);
  }
}

function quantile(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`The confidence must lie inside 0…1, not ${confidence}.`);
  }
  return normalQuantile((1 + confidence) / 2);
}
