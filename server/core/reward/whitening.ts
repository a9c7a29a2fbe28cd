import { factorCholesky } from "#server/core/numerics/cholesky.ts";

/** Rᵀ of the covariance Σ = R·Rᵀ, stored as the rows of Rᵀ: upper-triangular, row-major. */
export type Whitening = { readonly width: number; readonly upper: Float64Array };

/**
 * The map z ↦ u = Rᵀz with |u|² = zᵀΣz. Variances of many pairs then cost one product per
 * completion and one distance per pair, instead of a quadratic form per pair.
 *
 * @throws RangeError when the covariance is not positive definite
 */
export function whiteningOf(covariance: Float64Array, width: number): Whitening {
  const factored = factorCholesky(covariance, width);
  if (factored.kind !== "factored")
    throw new RangeError("The covariance is not positive definite.");
  const { lower } = factored.factor;
  const upper = new Float64Array(width * width);
  for (let row = 0; row < width; row++) {
    for (let k = row; k < width; k++) upper[row * width + k] = lower[k * width + row];
  }
  return { width, upper };
}

/** Writes u = Rᵀz. */
export function whiten(
  { width, upper }: Whitening,
  vector: Float64Array,
  coordinates: Float64Array,
): void {
  for (let row = 0; row < width; row++) {
    let sum = 0;
    for (let k = row, at = row * width; k < width; k++) sum += upper[at + k] * vector[k];
    coordinates[row] = sum;
  }
}
