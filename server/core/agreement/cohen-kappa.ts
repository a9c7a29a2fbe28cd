import { type AgreementWeighting, agreementWeights } from "./agreement-weights.ts";

export type CohenKappa =
  | {
      readonly kind: "agreement";
      readonly coefficient: number;
      /** Large-sample standard error, valid away from chance agreement as well. */
      readonly standardError: number;
      readonly observedAgreement: number;
      readonly expectedAgreement: number;
    }
  | {
      readonly kind: "undefined";
      /** Nothing was judged by both; or both put everything into one and the same category. */
      readonly reason: "no-judgments" | "one-category";
    };

/**
 * Cohen's kappa between two annotators, plain or weighted: (p_o − p_e)/(1 − p_e) with p_e from the
 * product of their own margins. Cohen 1960, https://doi.org/10.1177/001316446002000104; weighted and
 * standard error after Fleiss, Cohen and Everitt 1969, https://doi.org/10.1037/h0028106.
 *
 * @param table q × q counts, row-major: first annotator's category by row, second's by column
 * @param categories number of categories q
 * @param weighting partial agreement between ordered categories; by default none
 * @throws RangeError when the table is not q × q or holds a negative or infinite count
 */
export function cohenKappa(
  table: ArrayLike<number>,
  categories: number,
  weighting: AgreementWeighting = "identity",
): CohenKappa {
  const weights = agreementWeights(categories, weighting);
  const total = sumConfusion(table, categories);
  if (total === 0) return { kind: "undefined", reason: "no-judgments" };
  const cells = Float64Array.from(table, (count) => count / total);
  const rows = new Float64Array(categories);
  const columns = new Float64Array(categories);
  cells.forEach((cell, at) => {
    rows[Math.floor(at / categories)] += cell;
    columns[at % categories] += cell;
  });
  if (rows.some((share, k) => share * columns[k] === 1)) {
    return { kind: "undefined", reason: "one-category" };
  }
  const { observed, expected, rowWeights, columnWeights } = weighMargins({
    cells,
    weights,
    rows,
    columns,
  });
  const coefficient = (observed - expected) / (1 - expected);
  let squares = 0;
  cells.forEach((cell, at) => {
    const weight = rowWeights[Math.floor(at / categories)] + columnWeights[at % categories];
    squares += cell * (weights[at] - (1 - coefficient) * weight) ** 2;
  });
  const centre = observed - 2 * (1 - coefficient) * expected;
  const variance = Math.max(0, squares - centre * centre) / (total * (1 - expected) ** 2);
  return {
    kind: "agreement",
    coefficient,
    standardError: Math.sqrt(variance),
    observedAgreement: observed,
    expectedAgreement: expected,
  };
}

/**
 * The number of units in a table of two annotators.
 *
 * @throws RangeError when the table is not q × q or holds a negative or infinite count
 */
export function sumConfusion(table: ArrayLike<number>, categories: number): number {
  if (table.length !== categories * categories) {
    throw new RangeError(`A table of ${categories} categories needs ${categories ** 2} counts.`);
  }
  let total = 0;
  for (let at = 0; at < table.length; at++) {
    if (!(table[at] >= 0 && table[at] < Infinity)) {
      throw new RangeError(`A count cannot be ${table[at]}.`);
    }
    total += table[at];
  }
  return total;
}

/** Observed and expected agreement, and the mean weight each category meets in the other's margin. */
function weighMargins({
  cells,
  weights,
  rows,
  columns,
}: {
  readonly cells: Float64Array;
  readonly weights: Float64Array;
  readonly rows: Float64Array;
  readonly columns: Float64Array;
}) {
  const categories = rows.length;
  const rowWeights = new Float64Array(categories);
  const columnWeights = new Float64Array(categories);
  let observed = 0;
  let expected = 0;
  cells.forEach((cell, at) => {
    const k = Math.floor(at / categories);
    const l = at % categories;
    observed += weights[at] * cell;
    expected += weights[at] * rows[k] * columns[l];
    rowWeights[k] += weights[at] * columns[l];
    columnWeights[l] += weights[at] * rows[k];
  });
  return { observed, expected, rowWeights, columnWeights };
}
