/**
 * The logistic function σ(x) = 1/(1 + e⁻ˣ), without overflow for any finite x.
 *
 * Relative accuracy is kept in both tails because the exponential is only taken of −|x|.
 *
 * @param x log-odds (natural logarithm).
 * @returns a probability in [0, 1]; it rounds to exactly 0 below about −745 and to 1 above about 37.
 * Source: https://cran.r-project.org/web/packages/Rmpfr/vignettes/log1mexp-note.pdf (Mächler 2012).
 */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const odds = Math.exp(x);
  return odds / (1 + odds);
}

/**
 * softplus(x) = ln(1 + eˣ) = −ln σ(−x), without overflow and without losing the small tail.
 *
 * @param x log-odds (natural logarithm).
 * @returns nats, never negative.
 * Source: https://cran.r-project.org/web/packages/Rmpfr/vignettes/log1mexp-note.pdf (Mächler 2012).
 */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/**
 * The log-odds ln(p/(1−p)), the inverse of {@link logistic}.
 *
 * @param probability strictly between 0 and 1.
 * @throws RangeError when the probability is not strictly inside (0, 1), where the log-odds are infinite.
 * Source: https://en.wikipedia.org/wiki/Logit
 */
export function logit(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`logit needs a probability strictly inside (0, 1), got ${probability}`);
  }
  return Math.log(probability) - Math.log1p(-probability);
}

/**
 * ln Σ exp(xᵢ), computed relative to the largest term so that nothing overflows.
 *
 * A term of −Infinity is a probability of zero and contributes nothing.
 *
 * @param values one or more log-weights; at least one must be finite.
 * @throws RangeError when there is no finite maximum (empty, all −Infinity, a NaN or a +Infinity).
 * Source: Blanchard, Higham and Higham 2021, https://doi.org/10.1093/imanum/draa038
 */
export function logSumExp(values: ArrayLike<number>): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index++) largest = Math.max(largest, values[index]);
  if (!Number.isFinite(largest)) {
    throw new RangeError("logSumExp needs at least one finite value and no NaN or +Infinity");
  }
  let total = 0;
  for (let index = 0; index < values.length; index++) total += Math.exp(values[index] - largest);
  return largest + Math.log(total);
}
