import { type AgreementWeighting, agreementWeights } from "./agreement-weights.ts";
import { sumConfusion } from "./cohen-kappa.ts";
import { expectedAgreement } from "./gwet-ac.ts";

export type GwetAcOfTwo =
  | {
      readonly kind: "agreement";
      readonly coefficient: number;
      /** Large-sample standard error, valid away from chance agreement as well. */
      readonly standardError: number;
      readonly observedAgreement: number;
      readonly expectedAgreement: number;
    }
  | { readonly kind: "undefined"; readonly reason: "no-judgments" | "one-category" };

/**
 * Gwet's AC1 or AC2 between two annotators who judged the same units, with its standard error. Gwet
 * 2008, https://doi.org/10.1348/000711006X126600.
 *
 * @param table q × q counts, row-major: first annotator's category by row, second's by column
 * @param categories number of categories q
 * @param weighting partial agreement between ordered categories; by default none, which is AC1
 * @returns undefined without judgments, or when there is only one category to choose
 * @throws RangeError when the table is not q × q or holds a negative or infinite count
 */
export function gwetAcOfTwo(
  table: ArrayLike<number>,
  categories: number,
  weighting: AgreementWeighting = "identity",
): GwetAcOfTwo {
  const weights = agreementWeights(categories, weighting);
  const total = sumConfusion(table, categories);
  if (categories < 2) return { kind: "undefined", reason: "one-category" };
  if (total === 0) return { kind: "undefined", reason: "no-judgments" };
  const cells = Float64Array.from(table, (count) => count / total);
  const shares = new Float64Array(categories);
  let observed = 0;
  cells.forEach((cell, at) => {
    shares[Math.floor(at / categories)] += cell / 2;
    shares[at % categories] += cell / 2;
    observed += weights[at] * cell;
  });
  const expected = expectedAgreement(weights, shares);
  const coefficient = (observed - expected) / (1 - expected);
  const totalWeight = weights.reduce((sum, weight) => sum + weight, 0);
  const scale = (2 * (1 - coefficient) * totalWeight) / (categories * (categories - 1));
  let squares = 0;
  cells.forEach((cell, at) => {
    const share = (shares[Math.floor(at / categories)] + shares[at % categories]) / 2;
    squares += cell * (weights[at] - scale * (1 - share)) ** 2;
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
