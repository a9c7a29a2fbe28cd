import { normalCdf } from "#server/core/numerics/normal.ts";

/** Strengths and their covariance, as a fit and a covariance estimator give them. */
export type StrengthEstimate = {
  /** θ in nats, one per model. */
  readonly strengths: Float64Array;
  /** K × K, row-major, in nats². */
  readonly covariance: Float64Array;
};

export type Contrast = {
  /** θ_a − θ_b in nats. */
  readonly difference: number;
  /** Its standard error in nats. */
  readonly standardError: number;
  /** P(θ_a > θ_b) under the normal approximation. */
  readonly probability: number;
};

/**
 * The difference between two models with its standard error and P(θ_a > θ_b) = Φ(z).
 *
 * A difference without any variance is certain: probability 1 or 0, and ½ when it is zero.
 *
 * @param estimate strengths and covariance.
 * @param a index of the one model.
 * @param b index of the other.
 * @throws RangeError when an index is out of range or the covariance does not fit the strengths.
 * Source: the delta method for a linear contrast, https://en.wikipedia.org/wiki/Contrast_(statistics)
 */
export function contrastModels(estimate: StrengthEstimate, a: number, b: number): Contrast {
  const { strengths, covariance } = estimate;
  const size = strengths.length;
  requireSquare(covariance, size);
  if (!(a in strengths && b in strengths)) {
    throw new RangeError(`there is no contrast of models ${a} and ${b} among ${size}`);
  }
  const difference = strengths[a] - strengths[b];
  const spread = covariance[a * size + a] + covariance[b * size + b] - 2 * covariance[a * size + b];
  const standardError = a === b ? 0 : Math.sqrt(Math.max(0, spread));
  return { difference, standardError, probability: superiority(difference, standardError) };
}

/**
 * P(θ_a > θ_b) for every ordered pair of models.
 *
 * @param estimate strengths and covariance.
 * @returns K × K, row-major; the entry of row a and column b is for a above b, the diagonal is ½.
 * @throws RangeError when the covariance does not fit the strengths.
 * Source: as {@link contrastModels}.
 */
export function superiorityMatrix(estimate: StrengthEstimate): Float64Array {
  const size = estimate.strengths.length;
  requireSquare(estimate.covariance, size);
  const matrix = new Float64Array(size * size).fill(0.5);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < a; b++) {
      const { probability } = contrastModels(estimate, a, b);
      matrix[a * size + b] = probability;
      matrix[b * size + a] = 1 - probability;
    }
  }
  return matrix;
}

function superiority(difference: number, standardError: number): number {
  if (standardError > 0) return normalCdf(difference / standardError);
  return 0.5 + 0.5 * Math.sign(difference);
}

/** Checks that a matrix is size × size. */
export function requireSquare(matrix: Float64Array, size: number): void {
  if (matrix.length !== size * size) {
    throw new RangeError(`expected ${size} × ${size} values, got ${matrix.length}`);
  }
}
