import { type Standardiser, standardise } from "./standardiser.ts";
import { openStandardisingKernel, type StandardisingKernel } from "./standardising-kernel.ts";
import { kernelRows } from "./whitening-kernel.ts";

/** Standardises a few rows at a time; all rows are `width` numbers, below one another. */
export type RowStandardiser = Pick<StandardisingKernel, "features" | "rows" | "sums" | "run">;

/**
 * Standardises as {@link standardise}, in doubles, rounds the values to singles, and sums
 * weight·value in doubles before that. To be used before the next one of that width is opened. The
 * kernel takes a tenth of the time of the plain form, with the same bits.
 *
 * @param weights one per feature
 * @throws RangeError when the standardiser is not as wide
 */
export function openRowStandardiser(
  standardiser: Standardiser,
  weights: Float64Array,
): RowStandardiser {
  const width = weights.length;
  if (standardiser.centres.length !== width) {
    throw new RangeError(`The standardiser is ${standardiser.centres.length} wide, not ${width}.`);
  }
  const kernel = openStandardisingKernel(width);
  if (kernel === null) return openPlain(standardiser, weights);
  kernel.centres.set(standardiser.centres);
  kernel.scales.set(standardiser.scales);
  kernel.lowest.set(standardiser.limits.map((limit) => -limit));
  kernel.highest.set(standardiser.limits);
  kernel.weights.set(weights);
  return kernel;
}

/** The plain form, which the kernel must equal. */
function openPlain(standardiser: Standardiser, weights: Float64Array): RowStandardiser {
  const width = weights.length;
  const features = new Float64Array(kernelRows * width);
  const rows = new Float32Array(kernelRows * width);
  const sums = new Float64Array(2 * kernelRows);
  const run = (count: number) => {
    const { values } = standardise(standardiser, {
      width,
      values: features.subarray(0, count * width),
    });
    rows.set(values);
    sums.fill(0);
    for (let row = 0; row < count; row++) {
      for (let k = 0; k < width; k++) {
        sums[2 * row + (k % 2)] += weights[k] * values[row * width + k];
      }
    }
  };
  return { features, rows, sums, run };
}
