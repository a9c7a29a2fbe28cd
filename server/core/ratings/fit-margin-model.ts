import { invertCholesky } from "#server/core/numerics/cholesky.ts";
import { type Evaluation, maximiseConcave } from "#server/core/numerics/maximise-concave.ts";
import { centre } from "./bradley-terry.ts";
import { findStrongComponents, preferenceArcs } from "./components.ts";
import { sandwich } from "./covariance.ts";
import { collapseGrades, type GradedTable } from "./graded-table.ts";

/** ln P of one grade and its derivatives in (margin, shape parameters). */
export type GradeTerms = {
  readonly logProbability: number;
  /** 1 + shapeCount values, the derivative by the margin first. */
  readonly gradient: readonly number[];
  /** Negative second derivatives, (1 + shapeCount)², row-major. */
  readonly information: readonly number[];
};

/** How the margin d = θ_first − θ_second and shape parameters give the probability of a grade. */
export type MarginModel = {
  readonly shapeCount: number;
  /** Null when the shape is outside the model's domain. */
  readonly grade: (grade: number, margin: number, shape: Float64Array) => GradeTerms | null;
};

export type MarginFit = {
  readonly kind: "fitted";
  /** θ in nats, summing to zero. */
  readonly strengths: Float64Array;
  readonly shape: Float64Array;
  /** Sandwich covariance of strengths followed by shape, (K + shapeCount)², row-major. */
  readonly covariance: Float64Array;
  readonly logLikelihood: number;
  readonly iterations: number;
};

export type MarginResult =
  | MarginFit
  | { readonly kind: "disconnected"; readonly components: readonly (readonly number[])[] }
  | { readonly kind: "no-judgments" }
  /** The likelihood keeps rising as parameters grow: the data order some models perfectly. */
  | { readonly kind: "separated" };

/**
 * The maximum-likelihood fit of a model in which each graded judgment depends on the margin of its
 * two models and on shape parameters shared by all, with sandwich covariance.
 *
 * @param model the probabilities, log-concave in margin and shape.
 * @param table judgments per pair and grade.
 * @param start shape parameters to start from, inside the domain.
 * @throws RangeError when the table is not valid.
 * Source: White 1982 for the covariance, https://doi.org/10.2307/1912526
 */
export function fitMarginModel(
  model: MarginModel,
  table: GradedTable,
  start: readonly number[],
): MarginResult {
  const pairs = collapseGrades(table);
  if (table.counts.every((count) => count === 0)) return { kind: "no-judgments" };
  const components = findStrongComponents(preferenceArcs(pairs));
  if (components.length > 1) return { kind: "disconnected", components };
  const { modelCount } = table;
  const maximum = maximiseConcave({
    start: Float64Array.from([...new Float64Array(modelCount), ...start]),
    evaluate: (parameters) => evaluateMargins(model, table, parameters),
  });
  if (maximum.kind === "no-maximum") return { kind: "separated" };
  const { parameters, factor, value, iterations } = maximum;
  const moments = gradeMoments(model, table, parameters);
  return {
    kind: "fitted",
    strengths: centre(parameters.slice(0, modelCount)),
    shape: parameters.slice(modelCount),
    covariance: sandwich(invertCholesky(factor), moments, parameters.length),
    logLikelihood: value,
    iterations,
  };
}

/**
 * Log-likelihood, gradient and information at any parameters; null outside the model's domain. A
 * constant on the block of strengths pins their sum, as for Bradley–Terry.
 */
export function evaluateMargins(
  model: MarginModel,
  table: GradedTable,
  parameters: Float64Array,
): Evaluation | null {
  const size = parameters.length;
  const gradient = new Float64Array(size);
  const information = new Float64Array(size * size);
  const visit = createVisitor(model, table, parameters);
  let value = 0;
  let curvature = 0;
  const isInside = visit(({ count, weight, terms, places, signs }) => {
    value += weight * count * terms.logProbability;
    curvature += weight * count * terms.information[0];
    const local = model.shapeCount + 1;
    for (let i = 0; i < places.length; i++) {
      const rowOfLocal = Math.max(0, i - 1);
      gradient[places[i]] += weight * count * signs[i] * terms.gradient[rowOfLocal];
      for (let j = 0; j < places.length; j++) {
        const entry = terms.information[rowOfLocal * local + Math.max(0, j - 1)];
        information[places[i] * size + places[j]] += weight * count * signs[i] * signs[j] * entry;
      }
    }
  });
  if (!isInside) return null;
  const pin = (2 * curvature) / (table.modelCount * table.modelCount);
  for (let row = 0; row < table.modelCount; row++) {
    for (let column = 0; column < table.modelCount; column++) {
      information[row * size + column] += pin;
    }
  }
  return { value, gradient, information };
}

/** Σ of squared scores of single judgments, with squared weights. */
function gradeMoments(
  model: MarginModel,
  table: GradedTable,
  parameters: Float64Array,
): Float64Array {
  const size = parameters.length;
  const moments = new Float64Array(size * size);
  const visit = createVisitor(model, table, parameters);
  visit(({ count, weight, terms, places, signs }) => {
    const scores = places.map((_, i) => signs[i] * terms.gradient[Math.max(0, i - 1)]);
    for (let i = 0; i < places.length; i++) {
      for (let j = 0; j < places.length; j++) {
        moments[places[i] * size + places[j]] += weight * weight * count * scores[i] * scores[j];
      }
    }
  });
  return moments;
}

/** The judgments of one pair and grade, and the parameters they depend on. */
type Cell = {
  readonly count: number;
  readonly weight: number;
  readonly terms: GradeTerms;
  /** Parameter indices: first model, second model, each shape parameter. */
  readonly places: readonly number[];
  /** The derivative of (margin, shape) by each of those parameters. */
  readonly signs: readonly number[];
};

function createVisitor(
  model: MarginModel,
  { modelCount, first, second, gradeCount, counts, weight }: GradedTable,
  parameters: Float64Array,
): (accept: (cell: Cell) => void) => boolean {
  const shape = parameters.subarray(modelCount);
  const shapePlaces = Array.from(shape, (_, at) => modelCount + at);
  const signs = [1, -1, ...shapePlaces.map(() => 1)];
  return function visitCells(accept): boolean {
    for (let row = 0; row < first.length; row++) {
      const margin = parameters[first[row]] - parameters[second[row]];
      const places = [first[row], second[row], ...shapePlaces];
      for (let grade = 0; grade < gradeCount; grade++) {
        const count = counts[row * gradeCount + grade];
        if (count === 0) continue;
        const terms = model.grade(grade, margin, shape);
        if (terms === null) return false;
        accept({ count, weight: weight === undefined ? 1 : weight[row], terms, places, signs });
      }
    }
    return true;
  };
}
