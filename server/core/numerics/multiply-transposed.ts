/**
 * A·Bᵀ for two dense square matrices. Both are read along their rows, and four sums are kept at a
 * time, which makes this several times faster in JavaScript than the textbook loop. When B is
 * symmetric this is A·B.
 *
 * @param a size × size, row-major.
 * @param b size × size, row-major.
 * @param size number of rows.
 * @returns size × size, row-major.
 * @throws RangeError when a matrix does not hold size² values.
 * Source: Golub and Van Loan, Matrix Computations §1.1.
 */
export function multiplyTransposed(a: Float64Array, b: Float64Array, size: number): Float64Array {
  if (a.length !== size * size || b.length !== size * size) {
    throw new RangeError(`expected ${size} × ${size} values, got ${a.length} and ${b.length}`);
  }
  const product = new Float64Array(size * size);
  for (let row = 0; row < size; row += 2) {
    const upper = row * size;
    // An odd last row is paired with itself, which writes the same sums twice.
    const lower = Math.min(row + 1, size - 1) * size;
    for (let column = 0; column < size; column += 2) {
      const left = column * size;
      const right = Math.min(column + 1, size - 1) * size;
      let upperLeft = 0;
      let upperRight = 0;
      let lowerLeft = 0;
      let lowerRight = 0;
      for (let k = 0; k < size; k++) {
        const aUpper = a[upper + k];
        const aLower = a[lower + k];
        const bLeft = b[left + k];
        const bRight = b[right + k];
        upperLeft += aUpper * bLeft;
        upperRight += aUpper * bRight;
        lowerLeft += aLower * bLeft;
        lowerRight += aLower * bRight;
      }
      const last = Math.min(column + 1, size - 1);
      product[upper + column] = upperLeft;
      product[upper + last] = upperRight;
      product[lower + column] = lowerLeft;
      product[lower + last] = lowerRight;
    }
  }
  return product;
}
