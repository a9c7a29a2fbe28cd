import { type AgreementTable, countRow } from "./agreement-table.ts";

/**
 * How far two categories are apart. Ordinal distances count the responses in between, in the order
 * in which categories are numbered; interval and ratio distances need a value per category.
 */
export type AlphaMetric =
  | { readonly kind: "nominal" }
  | { readonly kind: "ordinal" }
  | { readonly kind: "interval" | "ratio"; readonly values: ArrayLike<number> };

export type KrippendorffAlpha =
  | {
      readonly kind: "agreement";
      readonly coefficient: number;
      /** D_o and D_e, mean squared distance within units and between all responses. */
      readonly observedDisagreement: number;
      readonly expectedDisagreement: number;
      /** Responses in units that have at least two; only these count. */
      readonly pairableResponses: number;
    }
  | {
      readonly kind: "undefined";
      /** No unit has two responses; or no two pairable responses differ, so chance is undefined. */
      readonly reason: "no-pairable-units" | "one-category";
    };

/**
 * Krippendorff's alpha, 1 − D_o/D_e, for any number of responses per unit; missing responses are
 * simply absent. From the coincidences o_ck = Σ_u n_uc(n_uk − 1{c=k})/(m_u − 1):
 * α = 1 − (N−1)·Σo_ckδ²_ck / Σn_cn_kδ²_ck, with δ² equal to 1{c≠k} (nominal), (v_c − v_k)²
 * (interval), ((v_c − v_k)/(v_c + v_k))² (ratio) or (Σ_{g=c…k} n_g − (n_c + n_k)/2)² (ordinal).
 * Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability",
 * https://repository.upenn.edu/asc_papers/43.
 *
 * For verdicts on pairs, orient every response to the stored order and let a tie be the middle
 * category of an ordinal scale.
 *
 * @throws RangeError when values do not match the categories, are not finite, or are negative where
 *   the metric is a ratio
 */
export function krippendorffAlpha(table: AgreementTable, metric: AlphaMetric): KrippendorffAlpha {
  assertValues(metric, table.categories);
  const { coincidences, margins, pairableResponses } = countCoincidences(table);
  if (pairableResponses === 0) return { kind: "undefined", reason: "no-pairable-units" };
  const { categories } = table;
  let observed = 0;
  let expected = 0;
  for (let c = 0; c < categories; c++) {
    for (let k = c + 1; k < categories; k++) {
      const distance = squaredDistance(metric, margins, { c, k });
      observed += 2 * coincidences[c * categories + k] * distance;
      expected += 2 * margins[c] * margins[k] * distance;
    }
  }
  if (expected === 0) return { kind: "undefined", reason: "one-category" };
  const observedDisagreement = observed / pairableResponses;
  const expectedDisagreement = expected / (pairableResponses * (pairableResponses - 1));
  return {
    kind: "agreement",
    coefficient: 1 - observedDisagreement / expectedDisagreement,
    observedDisagreement,
    expectedDisagreement,
    pairableResponses,
  };
}

function countCoincidences(table: AgreementTable) {
  const { categories, counts, multiplicities } = table;
  const coincidences = new Float64Array(categories * categories);
  const margins = new Float64Array(categories);
  let pairableResponses = 0;
  for (let row = 0; row < multiplicities.length; row++) {
    const responses = countRow(table, row);
    if (responses < 2 || multiplicities[row] === 0) continue;
    const weight = multiplicities[row] / (responses - 1);
    for (let c = 0; c < categories; c++) {
      const n = counts[row * categories + c];
      margins[c] += multiplicities[row] * n;
      for (let k = 0; k < categories; k++) {
        const other = counts[row * categories + k] - (c === k ? 1 : 0);
        coincidences[c * categories + k] += weight * n * other;
      }
    }
    pairableResponses += multiplicities[row] * responses;
  }
  return { coincidences, margins, pairableResponses };
}

function squaredDistance(
  metric: AlphaMetric,
  margins: Float64Array,
  { c, k }: { readonly c: number; readonly k: number },
): number {
  switch (metric.kind) {
    case "nominal":
      return 1;
    case "interval":
      return (metric.values[c] - metric.values[k]) ** 2;
    case "ratio": {
      const sum = metric.values[c] + metric.values[k];
      return sum === 0 ? 0 : ((metric.values[c] - metric.values[k]) / sum) ** 2;
    }
    case "ordinal": {
      let between = (margins[c] + margins[k]) / 2;
      for (let g = c + 1; g < k; g++) between += margins[g];
      return between * between;
    }
  }
}

function assertValues(metric: AlphaMetric, categories: number): void {
  if (metric.kind === "nominal" || metric.kind === "ordinal") return;
  if (metric.values.length !== categories) {
    throw new RangeError(`${categories} categories need as many values.`);
  }
  for (let k = 0; k < categories; k++) {
    const value = metric.values[k];
    if (!Number.isFinite(value) || (metric.kind === "ratio" && value < 0)) {
      throw new RangeError(`Category ${k} cannot have the value ${value}.`);
    }
  }
}
