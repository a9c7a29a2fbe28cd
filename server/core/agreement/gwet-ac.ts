import type { AgreementTable } from "./agreement-table.ts";
import { type AgreementWeighting, agreementWeights } from "./agreement-weights.ts";
import { observedAgreement, responseShares } from "./observed-agreement.ts";

export type GwetAc =
  | {
      readonly kind: "agreement";
      readonly coefficient: number;
      readonly observedAgreement: number;
      readonly expectedAgreement: number;
    }
  | {
      readonly kind: "undefined";
      /** No unit has two responses; or there is only one category to choose. */
      readonly reason: "no-pairable-units" | "one-category";
    };

/**
 * Gwet's AC1 (no weighting) and AC2 (weighted): (P_a − P_e)/(1 − P_e) with
 * P_e = T_w/(q(q−1))·Σπ_k(1−π_k), T_w the sum of all weights. Chance agreement stays small when one
 * category prevails, where kappa collapses; read both. Gwet 2008,
 * https://doi.org/10.1348/000711006X126600; AC2 in Gwet 2014, "Handbook of Inter-Rater Reliability".
 *
 * Unlike kappa it is defined when every response fell into one category: agreement is then perfect.
 *
 * @param weighting partial agreement between ordered categories; by default none, which is AC1
 */
export function gwetAc(table: AgreementTable, weighting: AgreementWeighting = "identity"): GwetAc {
  const { categories } = table;
  if (categories < 2) return { kind: "undefined", reason: "one-category" };
  const weights = agreementWeights(categories, weighting);
  const observed = observedAgreement(table, weights);
  if (observed === null) return { kind: "undefined", reason: "no-pairable-units" };
  const expected = expectedAgreement(weights, responseShares(table));
  return {
    kind: "agreement",
    coefficient: (observed - expected) / (1 - expected),
    observedAgreement: observed,
    expectedAgreement: expected,
  };
}

/** T_w/(q(q−1))·Σπ_k(1−π_k). */
export function expectedAgreement(weights: Float64Array, shares: Float64Array): number {
  const categories = shares.length;
  const totalWeight = weights.reduce((sum, weight) => sum + weight, 0);
  const spread = shares.reduce((sum, share) => sum + share * (1 - share), 0);
  return (totalWeight * spread) / (categories * (categories - 1));
}
