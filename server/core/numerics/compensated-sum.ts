/**
 * The sum of the values with Neumaier's running compensation, so that the error does not grow with
 * the number of terms and large terms of opposite sign may cancel.
 *
 * @param values any number of finite values; an empty list sums to 0.
 * Source: Neumaier 1974, https://doi.org/10.1002/zamm.19740540106
 */
export function compensatedSum(values: ArrayLike<number>): number {
  let total = 0;
  let compensation = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    const next = total + value;
    // The smaller operand is the one whose low-order digits were lost in the addition.
    compensation +=
      Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + compensation;
}

/**
 * The inner product Σ aᵢbᵢ with compensated summation of the rounded products.
 *
 * @param left first vector.
 * @param right second vector, of the same length.
 * @throws RangeError when the lengths differ.
 * Source: Neumaier 1974, https://doi.org/10.1002/zamm.19740540106
 */
export function compensatedDot(left: ArrayLike<number>, right: ArrayLike<number>): number {
  if (left.length !== right.length) {
    throw new RangeError(`vectors of length ${left.length} and ${right.length} have no product`);
  }
  const products = new Float64Array(left.length);
  for (let index = 0; index < left.length; index++) products[index] = left[index] * right[index];
  return compensatedSum(products);
}
