import { logGamma, lowerGamma, upperGamma } from "./gamma.ts";
import { normalQuantile } from "./normal.ts";

/**
 * P(X ≤ x) for a chi-square variable.
 *
 * @param x not negative.
 * @param degreesOfFreedom greater than zero; need not be an integer.
 * @throws RangeError outside that domain.
 * Source: https://en.wikipedia.org/wiki/Chi-squared_distribution
 */
export function chiSquareCdf(x: number, degreesOfFreedom: number): number {
  return lowerGamma(degreesOfFreedom / 2, x / 2);
}

/**
 * P(X > x) for a chi-square variable: the p-value of a statistic, accurate when it is small.
 *
 * @param x not negative.
 * @param degreesOfFreedom greater than zero; need not be an integer.
 * @throws RangeError outside that domain.
 * Source: https://en.wikipedia.org/wiki/Chi-squared_distribution
 */
export function chiSquareSurvival(x: number, degreesOfFreedom: number): number {
  return upperGamma(degreesOfFreedom / 2, x / 2);
}

/**
 * The x with P(X ≤ x) = p for a chi-square variable.
 *
 * Newton steps from the Wilson–Hilferty start, kept inside a bracket that every evaluation shrinks.
 *
 * @param probability strictly between 0 and 1.
 * @param degreesOfFreedom greater than zero; need not be an integer.
 * @throws RangeError outside that domain.
 * Source: Wilson and Hilferty 1931, https://doi.org/10.1073/pnas.17.12.684
 */
export function chiSquareQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0)) {
    throw new RangeError(`degrees of freedom must be positive, got ${degreesOfFreedom}`);
  }
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let x = startingPoint(probability, degreesOfFreedom);
  for (let step = 0; step < 200; step++) {
    const excess = excessProbability(x, probability, degreesOfFreedom);
    if (excess > 0) high = x;
    else low = x;
    let next = x - excess / density(x, degreesOfFreedom);
    if (!(next > low && next < high))
      next = high < Number.POSITIVE_INFINITY ? (low + high) / 2 : 2 * x;
    if (Math.abs(next - x) <= 2 * Number.EPSILON * x) return next;
    x = next;
  }
  return x;
}

/** Working on the smaller tail keeps quantiles near one as accurate as those near zero. */
function excessProbability(x: number, probability: number, degreesOfFreedom: number): number {
  return probability < 0.5
    ? chiSquareCdf(x, degreesOfFreedom) - probability
    : 1 - probability - chiSquareSurvival(x, degreesOfFreedom);
}

function startingPoint(probability: number, degreesOfFreedom: number): number {
  const spread = 2 / (9 * degreesOfFreedom);
  const root = 1 - spread + normalQuantile(probability) * Math.sqrt(spread);
  if (root > 0.1) return degreesOfFreedom * root ** 3;
  // Far in the lower tail P(a, x) ≈ xᵃ/Γ(a + 1), which inverts in closed form.
  const a = degreesOfFreedom / 2;
  const start = 2 * Math.exp((Math.log(probability) + logGamma(a + 1)) / a);
  return Math.max(start, Number.MIN_VALUE * 2 ** 60);
}

function density(x: number, degreesOfFreedom: number): number {
  const a = degreesOfFreedom / 2;
  return 0.5 * Math.exp((a - 1) * Math.log(x / 2) - x / 2 - logGamma(a));
}
