/**
 * c₀ + c₁x + … + cₙxⁿ by Horner's rule.
 *
 * @param coefficients from the constant term upwards.
 * @param x where to evaluate.
 * Source: https://en.wikipedia.org/wiki/Horner%27s_method
 */
export function evaluatePolynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let index = coefficients.length - 1; index >= 0; index--) {
    value = value * x + coefficients[index];
  }
  return value;
}
