import { countRows, type FeatureMatrix } from "./feature-matrix.ts";

/** Where each feature is centred and how far it spreads; fitted once per project and then kept. */
export type Standardiser = {
  readonly centres: Float64Array;
  /** Positive; 1 for a feature that never varies, whose differences are then zero. */
  readonly scales: Float64Array;
  /** Standardised values are cut at ± this, so that one odd text cannot dominate a fit. */
  readonly limits: Float64Array;
};

/** Where text features are cut, in standard deviations. */
const standardisedMax = 4;

/** A feature that spreads no wider than this never varies; dividing by it would only blow up. */
const varianceless = 1e-12;

/** Quartile distance of a normal distribution in standard deviations. */
const normalQuartiles = 1.3489795003921634;

/**
 * Fits centres (medians) and scales (quartile distance as a normal deviation; where most values are
 * equal, the standard deviation) on a pool of completions.
 *
 * @throws RangeError when there are no rows or a value is not finite
 */
export function fitStandardiser(features: FeatureMatrix): Standardiser {
  const { width, values } = features;
  const rows = countRows(features);
  if (rows === 0) throw new RangeError("Standardising needs at least one completion.");
  const centres = new Float64Array(width);
  const scales = new Float64Array(width);
  const column = new Float64Array(rows);
  for (let feature = 0; feature < width; feature++) {
    for (let row = 0; row < rows; row++) {
      const value = values[row * width + feature];
      if (!Number.isFinite(value))
        throw new RangeError(`Feature ${feature} of row ${row} is ${value}.`);
      column[row] = value;
    }
    column.sort();
    centres[feature] = quantile(column, 0.5);
    scales[feature] = robustScale(column);
  }
  return { centres, scales, limits: new Float64Array(width).fill(standardisedMax) };
}

/**
 * Puts columns in front that keep their own scale and are never cut: rewards on the logit scale of
 * a score service, or embeddings that it has already normalised.
 *
 * @param columns how many such columns lead
 */
export function keepLeadingColumns(columns: number, standardiser: Standardiser): Standardiser {
  const lead = (value: number, rest: Float64Array) =>
    Float64Array.from([...new Float64Array(columns).fill(value), ...rest]);
  return {
    centres: lead(0, standardiser.centres),
    scales: lead(1, standardiser.scales),
    limits: lead(Number.POSITIVE_INFINITY, standardiser.limits),
  };
}

/**
 * Standardises to (value − centre)/scale, cut at the limits.
 *
 * @returns a new matrix
 * @throws RangeError when the widths differ
 */
export function standardise(standardiser: Standardiser, features: FeatureMatrix): FeatureMatrix {
  const { centres, scales, limits } = standardiser;
  const { width, values } = features;
  if (centres.length !== width) {
    throw new RangeError(`The standardiser is ${centres.length} wide, the features ${width}.`);
  }
  const rows = countRows(features);
  const standardised = new Float64Array(values.length);
  for (let row = 0; row < rows; row++) {
    const start = row * width;
    for (let feature = 0; feature < width; feature++) {
      const value = (values[start + feature] - centres[feature]) / scales[feature];
      standardised[start + feature] = Math.max(-limits[feature], Math.min(limits[feature], value));
    }
  }
  return { width, values: standardised };
}

function robustScale(sorted: Float64Array): number {
  const quartiles = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / normalQuartiles;
  const deviation = standardDeviation(sorted);
  // A quartile distance far below the deviation means that nearly all values agree: dividing by it
  // would turn every rare value into an outlier.
  if (quartiles > 0.1 * deviation && quartiles > varianceless) return quartiles;
  return deviation > varianceless ? deviation : 1;
}

function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

function standardDeviation(values: Float64Array): number {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / values.length);
}
