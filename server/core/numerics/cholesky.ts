/** The lower-triangular L of A = L·Lᵀ; entries above the diagonal are zero. */
export type CholeskyFactor = {
  readonly size: number;
  /** size × size, row-major. */
  readonly lower: Float64Array;
};

/** A factor, or the first row whose pivot is not positive. */
export type CholeskyResult =
  | { readonly kind: "factored"; readonly factor: CholeskyFactor }
  | { readonly kind: "not-positive-definite"; readonly pivot: number };

/**
 * The Cholesky factor of a dense symmetric positive definite matrix, in size³/6 multiplications.
 *
 * Only the lower triangle is read. A pivot that is not clearly above the rounding noise of its own
 * diagonal entry counts as not positive, so a singular matrix is reported instead of being inverted.
 *
 * @param matrix size × size values, row-major.
 * @param size number of rows.
 * @throws RangeError when the matrix does not hold size² values.
 * Source: Golub and Van Loan, Matrix Computations §4.2; https://en.wikipedia.org/wiki/Cholesky_decomposition
 */
export function factorCholesky(matrix: Float64Array, size: number): CholeskyResult {
  requireLength(matrix, size * size);
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const rowStart = row * size;
    for (let column = 0; column < row; column++) {
      const columnStart = column * size;
      // Two running sums do not wait for each other, which halves the time of this innermost loop.
      let even = 0;
      let odd = 0;
      let k = 0;
      for (; k + 1 < column; k += 2) {
        even += lower[rowStart + k] * lower[columnStart + k];
        odd += lower[rowStart + k + 1] * lower[columnStart + k + 1];
      }
      if (k < column) even += lower[rowStart + k] * lower[columnStart + k];
      const rest = matrix[rowStart + column] - even - odd;
      lower[rowStart + column] = rest / lower[columnStart + column];
    }
    let pivot = matrix[rowStart + row];
    for (let k = 0; k < row; k++) pivot -= lower[rowStart + k] * lower[rowStart + k];
    const noise = size * Number.EPSILON * Math.abs(matrix[rowStart + row]);
    if (!(pivot > noise)) return { kind: "not-positive-definite", pivot: row };
    lower[rowStart + row] = Math.sqrt(pivot);
  }
  return { kind: "factored", factor: { size, lower } };
}

/**
 * The solution x of A·x = b by two triangular substitutions.
 *
 * @param factor Cholesky factor of A.
 * @param rightSide b, `factor.size` values; not changed.
 * @param solution where to write x; a new array when left out, so that a loop can reuse one.
 * @throws RangeError when a vector has the wrong length.
 * Source: Golub and Van Loan, Matrix Computations §3.1.
 */
export function solveCholesky(
  { size, lower }: CholeskyFactor,
  rightSide: Float64Array,
  solution: Float64Array = new Float64Array(size),
): Float64Array {
  requireLength(rightSide, size);
  requireLength(solution, size);
  for (let row = 0; row < size; row++) {
    const rowStart = row * size;
    let sum = rightSide[row];
    for (let k = 0; k < row; k++) sum -= lower[rowStart + k] * solution[k];
    solution[row] = sum / lower[rowStart + row];
  }
  // Walking rows backwards and subtracting from the rest reads the factor in memory order.
  for (let row = size - 1; row >= 0; row--) {
    const rowStart = row * size;
    const value = solution[row] / lower[rowStart + row];
    solution[row] = value;
    for (let k = 0; k < row; k++) solution[k] -= lower[rowStart + k] * value;
  }
  return solution;
}

/**
 * The inverse A⁻¹ = L⁻ᵀL⁻¹, exactly symmetric.
 *
 * @param factor Cholesky factor of A.
 * @returns size × size values, row-major.
 * Source: Golub and Van Loan, Matrix Computations §4.2.
 */
export function invertCholesky({ size, lower }: CholeskyFactor): Float64Array {
  const inverseLower = invertLower(lower, size);
  const inverse = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    const rowStart = k * size;
    for (let row = 0; row <= k; row++) {
      const left = inverseLower[rowStart + row];
      const target = row * size;
      for (let column = 0; column <= row; column++) {
        inverse[target + column] += left * inverseLower[rowStart + column];
      }
    }
  }
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) {
      inverse[column * size + row] = inverse[row * size + column];
    }
  }
  return inverse;
}

/**
 * ln det A, from the diagonal of the factor.
 *
 * @param factor Cholesky factor of A.
 * Source: Golub and Van Loan, Matrix Computations §4.2.
 */
export function logDeterminant({ size, lower }: CholeskyFactor): number {
  let sum = 0;
  for (let row = 0; row < size; row++) sum += Math.log(lower[row * size + row]);
  return 2 * sum;
}

/**
 * The factor of A + x·xᵀ, in size² multiplications.
 *
 * @param factor Cholesky factor of A; not changed.
 * @param vector x, `factor.size` values; not changed.
 * @throws RangeError when the vector has the wrong length.
 * Source: Gill, Golub, Murray and Saunders 1974, https://doi.org/10.1090/S0025-5718-1974-0343558-6
 */
export function updateCholesky(factor: CholeskyFactor, vector: Float64Array): CholeskyFactor {
  const { size } = factor;
  requireLength(vector, size);
  const lower = factor.lower.slice();
  const work = vector.slice();
  for (let k = 0; k < size; k++) {
    const diagonal = lower[k * size + k];
    const rotated = Math.hypot(diagonal, work[k]);
    const cosine = rotated / diagonal;
    const sine = work[k] / diagonal;
    lower[k * size + k] = rotated;
    for (let row = k + 1; row < size; row++) {
      const value = (lower[row * size + k] + sine * work[row]) / cosine;
      lower[row * size + k] = value;
      work[row] = cosine * work[row] - sine * value;
    }
  }
  return { size, lower };
}

/**
 * The factor of A − x·xᵀ, in size² multiplications, when that matrix is still positive definite.
 *
 * @param factor Cholesky factor of A; not changed.
 * @param vector x, `factor.size` values; not changed.
 * @throws RangeError when the vector has the wrong length.
 * Source: Gill, Golub, Murray and Saunders 1974, https://doi.org/10.1090/S0025-5718-1974-0343558-6
 */
export function downdateCholesky(factor: CholeskyFactor, vector: Float64Array): CholeskyResult {
  const { size } = factor;
  requireLength(vector, size);
  const lower = factor.lower.slice();
  const work = vector.slice();
  for (let k = 0; k < size; k++) {
    const diagonal = lower[k * size + k];
    const remaining = (diagonal - work[k]) * (diagonal + work[k]);
    const noise = size * Number.EPSILON * diagonal * diagonal;
    if (!(remaining > noise)) return { kind: "not-positive-definite", pivot: k };
    const rotated = Math.sqrt(remaining);
    const cosine = rotated / diagonal;
    const sine = work[k] / diagonal;
    lower[k * size + k] = rotated;
    for (let row = k + 1; row < size; row++) {
      const value = (lower[row * size + k] - sine * work[row]) / cosine;
      lower[row * size + k] = value;
      work[row] = cosine * work[row] - sine * value;
    }
  }
  return { kind: "factored", factor: { size, lower } };
}

function invertLower(lower: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const rowStart = row * size;
    for (let k = 0; k < row; k++) {
      const value = lower[rowStart + k];
      const source = k * size;
      for (let column = 0; column <= k; column++) {
        inverse[rowStart + column] -= value * inverse[source + column];
      }
    }
    const diagonal = lower[rowStart + row];
    for (let column = 0; column < row; column++) inverse[rowStart + column] /= diagonal;
    inverse[rowStart + row] = 1 / diagonal;
  }
  return inverse;
}

function requireLength(values: Float64Array, length: number): void {
  if (values.length !== length) {
    throw new RangeError(`expected ${length} values, got ${values.length}`);
  }
}
