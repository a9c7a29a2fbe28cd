import { factorCholesky } from "#server/core/numerics/cholesky.ts";
import type { FeatureMatrix } from "./feature-matrix.ts";

/** Rᵀ of the covariance Σ = R·Rᵀ: upper-triangular, row-major, with a zero row more if width is odd. */
export type Whitening = { readonly width: number; readonly upper: Float64Array };

/** Rows of the matrix that are multiplied at once; the sums of 4 × 2 entries stay in registers. */
const rowsAtOnce = 4;

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
  const upper = new Float64Array((width + (width % 2)) * width);
  for (let row = 0; row < width; row++) {
    for (let k = row; k < width; k++) upper[row * width + k] = lower[k * width + row];
  }
  return { width, upper };
}

/**
 * Whitens every row of a matrix. Four rows at a time run about two and a half times as fast as one.
 *
 * @throws RangeError when the matrix is not as wide as the whitening
 */
export function whitenRows(whitening: Whitening, { width, values }: FeatureMatrix): Float64Array {
  if (width !== whitening.width) {
    throw new RangeError(`The whitening is ${whitening.width} wide, the matrix ${width}.`);
  }
  const rows = values.length / width;
  const coordinates = new Float64Array(values.length);
  let row = 0;
  for (; row + rowsAtOnce <= rows; row += rowsAtOnce) {
    whitenFour(whitening, values, { coordinates, start: row * width });
  }
  for (; row < rows; row++) whitenOne(whitening, values, { coordinates, start: row * width });
  return coordinates;
}

type Target = { readonly coordinates: Float64Array; readonly start: number };

function whitenFour(
  { width, upper }: Whitening,
  values: Float64Array,
  { coordinates, start }: Target,
): void {
  const first = start;
  const second = first + width;
  const third = second + width;
  const fourth = third + width;
  for (let j = 0; j < width; j += 2) {
    const at = j * width;
    const below = at + width;
    let a0 = 0;
    let b0 = 0;
    let c0 = 0;
    let d0 = 0;
    let a1 = 0;
    let b1 = 0;
    let c1 = 0;
    let d1 = 0;
    for (let k = j; k < width; k++) {
      const u = upper[at + k];
      const v = upper[below + k];
      const a = values[first + k];
      const b = values[second + k];
      const c = values[third + k];
      const d = values[fourth + k];
      a0 += u * a;
      b0 += u * b;
      c0 += u * c;
      d0 += u * d;
      a1 += v * a;
      b1 += v * b;
      c1 += v * c;
      d1 += v * d;
    }
    coordinates[first + j] = a0;
    coordinates[second + j] = b0;
    coordinates[third + j] = c0;
    coordinates[fourth + j] = d0;
    if (j + 1 === width) return;
    coordinates[first + j + 1] = a1;
    coordinates[second + j + 1] = b1;
    coordinates[third + j + 1] = c1;
    coordinates[fourth + j + 1] = d1;
  }
}

function whitenOne(
  { width, upper }: Whitening,
  values: Float64Array,
  { coordinates, start }: Target,
): void {
  for (let j = 0; j < width; j++) {
    let sum = 0;
    for (let k = j, at = j * width; k < width; k++) sum += upper[at + k] * values[start + k];
    coordinates[start + j] = sum;
  }
}
