import { factorCholesky } from "#server/core/numerics/cholesky.ts";
import type { FeatureMatrix } from "./feature-matrix.ts";
import { kernelSide, openWhiteningKernel, type WhiteningKernel } from "./whitening-kernel.ts";

/** Rᵀ of the covariance Σ = R·Rᵀ: upper-triangular, row-major. */
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

/**
 * Whitens every row of a matrix: width²/2 multiplications per row. Four rows at a time go through a
 * WebAssembly kernel, which takes about a third of the time of the plain loop and gives the same
 * numbers to the last bit; the plain loop does the rest, or everything where there is no kernel.
 *
 * @throws RangeError when the matrix is not as wide as the whitening
 */
export function whitenRows(whitening: Whitening, { width, values }: FeatureMatrix): Float64Array {
  if (width !== whitening.width) {
    throw new RangeError(`The whitening is ${whitening.width} wide, the matrix ${width}.`);
  }
  const coordinates = new Float64Array(values.length);
  const kernel = openWhiteningKernel(width);
  const whole = kernel === null ? 0 : values.length - (values.length % (kernelSide * width));
  if (kernel !== null && whole > 0) {
    packUpper(whitening, kernel);
    for (let start = 0; start < whole; start += kernelSide * width) {
      whitenPanel(kernel, values, { coordinates, start, width });
    }
  }
  for (let start = whole; start < values.length; start += width) {
    whitenRow(whitening, values, { coordinates, start });
  }
  return coordinates;
}

function packUpper({ width, upper }: Whitening, { numbers }: WhiteningKernel): void {
  let at = 0;
  for (let column = 0; column < width; column += kernelSide) {
    for (let k = column; k < width; k++) {
      for (let next = column; next < column + kernelSide; next++) {
        numbers[at++] = next < width ? upper[next * width + k] : 0;
      }
    }
  }
}

type PanelTarget = {
  readonly coordinates: Float64Array;
  readonly start: number;
  readonly width: number;
};

function whitenPanel(
  { numbers, panel, product, run }: WhiteningKernel,
  values: Float64Array,
  { coordinates, start, width }: PanelTarget,
): void {
  const second = start + width;
  const third = second + width;
  const fourth = third + width;
  for (let k = 0, to = panel; k < width; k++, to += kernelSide) {
    numbers[to] = values[start + k];
    numbers[to + 1] = values[second + k];
    numbers[to + 2] = values[third + k];
    numbers[to + 3] = values[fourth + k];
  }
  run();
  for (let k = 0, from = product; k < width; k++, from += kernelSide) {
    coordinates[start + k] = numbers[from];
    coordinates[second + k] = numbers[from + 1];
    coordinates[third + k] = numbers[from + 2];
    coordinates[fourth + k] = numbers[from + 3];
  }
}

/** The plain form of one row, which the kernel must equal. */
function whitenRow(
  { width, upper }: Whitening,
  values: Float64Array,
  { coordinates, start }: Omit<PanelTarget, "width">,
): void {
  for (let j = 0; j < width; j++) {
    let sum = 0;
    for (let k = j, at = j * width; k < width; k++) sum += upper[at + k] * values[start + k];
    coordinates[start + j] = sum;
  }
}
