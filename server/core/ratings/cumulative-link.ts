import { logistic, softplus } from "#server/core/numerics/logistic.ts";
import { findTieFaults, type OutcomeChances, type TieModelResult } from "./davidson.ts";
import {
  fitMarginModel,
  type GradeTerms,
  type MarginFit,
  type MarginModel,
  type MarginResult,
} from "./fit-margin-model.ts";
import { countSizes, type GradedTable, gradeOutcomes } from "./graded-table.ts";
import type { PairTable } from "./pair-table.ts";

type CumulativeLinkFit = MarginFit & {
  /** The gradeCount − 1 thresholds on the margin in nats, increasing and symmetric about zero. */
  readonly thresholds: Float64Array;
};

export type CumulativeLinkResult =
  | CumulativeLinkFit
  | Exclude<MarginResult, MarginFit>
  /** A size of preference was never used, so its threshold has no finite estimate. */
  | { readonly kind: "unused-grade"; readonly grades: readonly number[] };

/**
 * The cumulative-link model of graded preferences with symmetric thresholds, by maximum likelihood:
 * P(Y ≤ k) = σ(c_k − d), c increasing and c_{m−2−k} = −c_k for m grades.
 *
 * Two grades are Bradley–Terry without ties and three are Rao–Kupper. Symmetry says that swapping
 * the two answers mirrors the grade, so the fit does not depend on which model is called first.
 * Shape holds the positive thresholds in increasing order.
 *
 * @param table judgments per pair and grade.
 * @throws RangeError when the table is not valid.
 * Source: McCullagh 1980, https://doi.org/10.1111/j.2517-6161.1980.tb01109.x; Agresti 1992, https://doi.org/10.2307/2347562
 */
export function fitCumulativeLink(table: GradedTable): CumulativeLinkResult {
  const { gradeCount } = table;
  const model = cumulativeLinkModel(gradeCount);
  const isEmpty = table.counts.every((count) => count === 0);
  const unused = Array.from(countSizes(table).entries()).filter(([, total]) => total === 0);
  if (!isEmpty && unused.length > 0 && gradeCount > 2) {
    return { kind: "unused-grade", grades: unused.map(([grade]) => grade) };
  }
  const start = Array.from({ length: model.shapeCount }, (_, at) => at + 1);
  const result = fitMarginModel(model, table, start);
  if (result.kind !== "fitted") return result;
  const thresholds = Float64Array.from({ length: gradeCount - 1 }, (_, k) => {
    const place = thresholdPlace(gradeCount, k);
    return place.sign === 0 ? 0 : place.sign * result.shape[place.at];
  });
  return { ...result, thresholds };
}

/**
 * Rao and Kupper's model of pairwise comparison with ties, by maximum likelihood:
 * P(i beats j) = π_i/(π_i + e^η·π_j), the cumulative-link model with three grades.
 *
 * Shape holds η; the tie parameter is e^η, above one.
 *
 * @param table judgments per pair of models.
 * @throws RangeError when the table is not valid.
 * Source: Rao and Kupper 1967, https://doi.org/10.1080/01621459.1967.10482901
 */
export function fitRaoKupper(table: PairTable): TieModelResult {
  const faults = findTieFaults(table);
  if (faults !== null) return faults;
  const result = fitMarginModel(cumulativeLinkModel(3), gradeOutcomes(table), [1]);
  if (result.kind !== "fitted") return result;
  return { ...result, tieParameter: Math.exp(result.shape[0]) };
}

/**
 * The three chances of Rao and Kupper's model.
 *
 * @param margin θ_first − θ_second in nats.
 * @param tieParameter e^η, at least one.
 * @throws RangeError when the tie parameter is below one or a value is not finite.
 * Source: Rao and Kupper 1967, https://doi.org/10.1080/01621459.1967.10482901
 */
export function raoKupperChances(margin: number, tieParameter: number): OutcomeChances {
  if (!(Number.isFinite(margin) && tieParameter >= 1 && Number.isFinite(tieParameter))) {
    throw new RangeError(`no chances for margin ${margin} and tie parameter ${tieParameter}`);
  }
  const threshold = Math.log(tieParameter);
  const first = logistic(margin - threshold);
  const second = logistic(-margin - threshold);
  return { first, second, tie: first * second * Math.expm1(2 * threshold) };
}

/**
 * The probabilities of each grade and their derivatives.
 *
 * @param gradeCount number of grades m; the shape has ⌊(m − 1)/2⌋ positive thresholds.
 */
export function cumulativeLinkModel(gradeCount: number): MarginModel {
  const shapeCount = Math.floor((gradeCount - 1) / 2);
  const places = Array.from({ length: gradeCount - 1 }, (_, k) => thresholdPlace(gradeCount, k));
  return {
    shapeCount,
    grade(grade: number, margin: number, shape: Float64Array): GradeTerms | null {
      for (let at = 0; at < shapeCount; at++) {
        if (!(shape[at] > (at === 0 ? 0 : shape[at - 1]))) return null;
      }
      const above = grade < gradeCount - 1 ? places[grade] : null;
      const below = grade > 0 ? places[grade - 1] : null;
      return intervalTerms({ above, below, margin, shape });
    },
  };
}

type ThresholdPlace = { readonly sign: number; readonly at: number };

/** Threshold k as a signed entry of the positive thresholds; the middle one of an odd number is 0. */
function thresholdPlace(gradeCount: number, k: number): ThresholdPlace {
  const distance = 2 * k - (gradeCount - 2);
  return { sign: Math.sign(distance), at: Math.max(0, Math.ceil(Math.abs(distance) / 2) - 1) };
}

type Interval = {
  readonly above: ThresholdPlace | null;
  readonly below: ThresholdPlace | null;
  readonly margin: number;
  readonly shape: Float64Array;
};

/**
 * ln(σ(a) − σ(b)) = ln σ(a) + ln σ(−b) + ln(1 − e^{b−a}) with a = c_k − d and b = c_{k−1} − d, and its
 * derivatives in (d, positive thresholds). This form loses no digits when the two are close.
 */
function intervalTerms({ above, below, margin, shape }: Interval): GradeTerms {
  const local = shape.length + 1;
  const a = above === null ? null : above.sign * (shape[above.at] ?? 0) - margin;
  const b = below === null ? null : below.sign * (shape[below.at] ?? 0) - margin;
  const gap = a !== null && b !== null ? a - b : null;
  const odds = gap === null ? 0 : 1 / Math.expm1(gap);
  const joint = odds * (1 + odds);
  const gradient = new Array<number>(local).fill(0);
  const information = new Array<number>(local * local).fill(0);
  let logProbability = gap === null ? 0 : Math.log(-Math.expm1(-gap));

  function add(direction: number[], slope: number): void {
    for (let i = 0; i < local; i++) gradient[i] += slope * direction[i];
  }
  function bend(left: number[], right: number[], curvature: number): void {
    for (let i = 0; i < local; i++) {
      for (let j = 0; j < local; j++) information[i * local + j] += curvature * left[i] * right[j];
    }
  }

  const upper = directionOf(above, local);
  const lower = directionOf(below, local);
  if (a !== null) {
    logProbability -= softplus(-a);
    add(upper, logistic(-a) + odds);
    bend(upper, upper, logistic(a) * logistic(-a) + joint);
  }
  if (b !== null) {
    logProbability -= softplus(b);
    add(lower, -logistic(b) - odds);
    bend(lower, lower, logistic(b) * logistic(-b) + joint);
  }
  if (gap !== null) {
    bend(upper, lower, -joint);
    bend(lower, upper, -joint);
  }
  return { logProbability, gradient, information };
}

/** The derivative of a threshold minus the margin by (margin, positive thresholds). */
function directionOf(place: ThresholdPlace | null, local: number): number[] {
  const direction = new Array<number>(local).fill(0);
  direction[0] = -1;
  if (place !== null && place.sign !== 0) direction[place.at + 1] = place.sign;
  return direction;
}
