/** How much two different categories count as agreeing. */
export type AgreementWeighting = "identity" | "linear" | "quadratic";

/**
 * Weights of partial agreement between categories at equal distances: 1 on the diagonal and, off it,
 * 0 (identity), 1 − |k−l|/(q−1) (linear) or 1 − (k−l)²/(q−1)² (quadratic). Cohen 1968,
 * https://doi.org/10.1037/h0026256.
 *
 * @returns q × q, row-major, in 0…1
 * @throws RangeError unless q is a positive integer
 */
export function agreementWeights(
  categories: number,
  weighting: AgreementWeighting = "identity",
): Float64Array {
  if (!(Number.isInteger(categories) && categories > 0)) {
    throw new RangeError(`There cannot be ${categories} categories.`);
  }
  const weights = new Float64Array(categories * categories);
  for (let k = 0; k < categories; k++) {
    for (let l = 0; l < categories; l++) {
      weights[k * categories + l] = weigh(Math.abs(k - l), categories - 1, weighting);
    }
  }
  return weights;
}

function weigh(distance: number, largest: number, weighting: AgreementWeighting): number {
  if (distance === 0) return 1;
  switch (weighting) {
    case "identity":
      return 0;
    case "linear":
      return 1 - distance / largest;
    case "quadratic":
      return 1 - (distance / largest) ** 2;
  }
}
