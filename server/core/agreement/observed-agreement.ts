import { type AgreementTable, countRow } from "./agreement-table.ts";

/**
 * The mean share of agreeing pairs of responses, Σ_k n_k(Σ_l w_kl·n_l − 1)/(m(m−1)), over units with
 * at least two responses. Null when there is no such unit. Gwet 2014, "Handbook of Inter-Rater
 * Reliability", 4th ed., ch. 2.
 *
 * @param weights q × q, row-major, 1 on the diagonal
 */
export function observedAgreement(table: AgreementTable, weights: Float64Array): number | null {
  const { categories, counts, multiplicities } = table;
  let agreement = 0;
  let units = 0;
  for (let row = 0; row < multiplicities.length; row++) {
    const responses = countRow(table, row);
    if (responses < 2) continue;
    let pairs = 0;
    for (let k = 0; k < categories; k++) {
      let agreeing = -1;
      for (let l = 0; l < categories; l++) {
        agreeing += weights[k * categories + l] * counts[row * categories + l];
      }
      pairs += counts[row * categories + k] * agreeing;
    }
    agreement += (multiplicities[row] * pairs) / (responses * (responses - 1));
    units += multiplicities[row];
  }
  return units === 0 ? null : agreement / units;
}

/** The share of each category, averaged over units so that each unit weighs the same. */
export function responseShares(table: AgreementTable): Float64Array {
  const shares = new Float64Array(table.categories);
  let units = 0;
  for (let row = 0; row < table.multiplicities.length; row++) {
    const weight = table.multiplicities[row];
    const responses = countRow(table, row);
    for (let k = 0; k < shares.length; k++) {
      shares[k] += (weight * table.counts[row * shares.length + k]) / responses;
    }
    units += weight;
  }
  return units === 0 ? shares : shares.map((share) => share / units);
}
