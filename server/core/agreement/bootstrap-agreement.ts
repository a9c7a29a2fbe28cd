import type { Random } from "#server/core/numerics/random.ts";
import type { AgreementTable } from "./agreement-table.ts";

/** Any coefficient of this folder that reads an {@link AgreementTable}. */
export type AgreementStatistic = (
  table: AgreementTable,
) =>
  | { readonly kind: "agreement"; readonly coefficient: number }
  | { readonly kind: "undefined"; readonly reason: string };

export type AgreementInterval =
  | {
      readonly kind: "interval";
      readonly lower: number;
      readonly upper: number;
      /** Standard deviation of the coefficient over the resamples. */
      readonly standardError: number;
      /** Resamples in which the coefficient was undefined; these are left out. */
      readonly undefinedResamples: number;
    }
  | {
      readonly kind: "undefined";
      /** The table has no unit; or the coefficient was undefined in half of the resamples or more. */
      readonly reason: "no-units" | "mostly-undefined";
    };

/**
 * A percentile bootstrap interval of an agreement coefficient over units: units are drawn with
 * replacement, each with all its responses, because responses to one unit depend on each other.
 * O(resamples × units) plus one evaluation per resample on distinct rows of the table. Efron and
 * Tibshirani 1993, "An Introduction to the Bootstrap", ch. 13; quantiles by linear interpolation.
 *
 * Units are taken as independent; where few units exist the interval is too narrow.
 *
 * @param options number of resamples, two-sided confidence in (0, 1), and the generator
 * @throws RangeError when there are fewer than 2 resamples or the confidence is out of range
 */
export function bootstrapAgreement(
  table: AgreementTable,
  statistic: AgreementStatistic,
  options: { readonly resamples: number; readonly confidence: number; readonly random: Random },
): AgreementInterval {
  const { resamples, confidence, random } = options;
  if (!(Number.isInteger(resamples) && resamples >= 2)) {
    throw new RangeError(`Cannot bootstrap with ${resamples} resamples.`);
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`The confidence must lie in 0…1, not ${confidence}.`);
  }
  if (table.unitRows.length === 0) return { kind: "undefined", reason: "no-units" };
  const found: number[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    const result = statistic(resampleUnits(table, random));
    if (result.kind === "agreement") found.push(result.coefficient);
  }
  if (2 * found.length <= resamples) return { kind: "undefined", reason: "mostly-undefined" };
  const sorted = Float64Array.from(found).sort();
  return {
    kind: "interval",
    lower: interpolate(sorted, (1 - confidence) / 2),
    upper: interpolate(sorted, (1 + confidence) / 2),
    standardError: standardDeviation(sorted),
    undefinedResamples: resamples - found.length,
  };
}

function resampleUnits(table: AgreementTable, random: Random): AgreementTable {
  const { unitRows } = table;
  const multiplicities = new Float64Array(table.multiplicities.length);
  const drawn = new Uint32Array(unitRows.length);
  for (let unit = 0; unit < unitRows.length; unit++) {
    const row = unitRows[random.below(unitRows.length)];
    multiplicities[row]++;
    drawn[unit] = row;
  }
  return { ...table, multiplicities, unitRows: drawn };
}

function interpolate(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
