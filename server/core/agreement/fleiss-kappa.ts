import { normalCdf } from "#server/core/numerics/normal.ts";
import { type AgreementTable, countRow } from "./agreement-table.ts";
import { agreementWeights } from "./agreement-weights.ts";
import { observedAgreement, responseShares } from "./observed-agreement.ts";

export type FleissKappa =
  | {
      readonly kind: "agreement";
      readonly coefficient: number;
      readonly observedAgreement: number;
      readonly expectedAgreement: number;
      /**
       * Kappa of "this category or any other". Null for a category that holds no response, or all.
       */
      readonly byCategory: readonly (number | null)[];
      /**
       * Test of the hypothesis that agreement is by chance (not usable for an interval), two-sided.
       * Null when units differ in their number of responses, which the formula does not cover.
       */
      readonly chanceTest: { readonly z: number; readonly pValue: number } | null;
    }
  | {
      readonly kind: "undefined";
      /** No unit has two responses; or every response fell into one category. */
      readonly reason: "no-pairable-units" | "one-category";
    };

/**
 * Fleiss' kappa for any number of responses per unit: (P̄ − P_e)/(1 − P_e), where P̄ is the mean share
 * of agreeing pairs of responses over units with at least two, and P_e = Σp_j². Fleiss 1971,
 * https://doi.org/10.1037/h0031619; z after Fleiss, Nee and Landis 1979,
 * https://doi.org/10.1037/0033-2909.86.5.974; with unequal numbers of responses, p_j is the mean of
 * the units' own shares (Gwet 2014, "Handbook of Inter-Rater Reliability", 4th ed., ch. 2).
 */
export function fleissKappa(table: AgreementTable): FleissKappa {
  const observed = observedAgreement(table, agreementWeights(table.categories));
  if (observed === null) return { kind: "undefined", reason: "no-pairable-units" };
  const shares = responseShares(table);
  const expected = shares.reduce((sum, share) => sum + share * share, 0);
  if (shares.some((share) => share === 1)) return { kind: "undefined", reason: "one-category" };
  const coefficient = (observed - expected) / (1 - expected);
  return {
    kind: "agreement",
    coefficient,
    observedAgreement: observed,
    expectedAgreement: expected,
    byCategory: Array.from(shares, (share, k) => categoryKappa(table, k, share)),
    chanceTest: testChance(table, shares, coefficient),
  };
}

function categoryKappa(table: AgreementTable, category: number, share: number): number | null {
  if (share <= 0 || share >= 1) return null;
  let disagreement = 0;
  let units = 0;
  table.multiplicities.forEach((multiplicity, row) => {
    const responses = countRow(table, row);
    if (responses < 2) return;
    const chosen = table.counts[row * table.categories + category];
    disagreement += (multiplicity * chosen * (responses - chosen)) / (responses * (responses - 1));
    units += multiplicity;
  });
  return 1 - disagreement / units / (share * (1 - share));
}

function testChance(
  table: AgreementTable,
  shares: Float64Array,
  coefficient: number,
): { z: number; pValue: number } | null {
  const responses = countRow(table, 0);
  for (let row = 1; row < table.multiplicities.length; row++) {
    if (countRow(table, row) !== responses) return null;
  }
  let spread = 0;
  let skew = 0;
  for (const share of shares) {
    spread += share * (1 - share);
    skew += share * (1 - share) * (1 - 2 * share);
  }
  const pairs = table.unitRows.length * responses * (responses - 1);
  const variance = (2 * (spread * spread - skew)) / (pairs * spread * spread);
  const z = coefficient / Math.sqrt(variance);
  return { z, pValue: 2 * normalCdf(-Math.abs(z)) };
}
