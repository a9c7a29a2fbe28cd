import { invertCholesky } from "#server/core/numerics/cholesky.ts";
import { logistic } from "#server/core/numerics/logistic.ts";
import { maximiseConcave } from "#server/core/numerics/maximise-concave.ts";
import { centre } from "./bradley-terry.ts";
import { findStrongComponents, preferenceArcs } from "./components.ts";
import {
  type ContextualRows,
  evaluateContextual,
  requireContextualRows,
} from "./contextual-likelihood.ts";
import { addPairMoment, sandwich } from "./covariance.ts";
import { tabulateJudgments } from "./pair-table.ts";

export type ContextualOptions = {
  /**
   * λ of the penalty ½λ‖γ‖² on the effects, subtracted from the log-likelihood summed over
   * judgments. It stands for one fixed amount of prior information, however many judgments there
   * are: the mean log-likelihood must not be used with it.
   */
  readonly ridge?: number;
};

type ContextualFit = {
  readonly kind: "fitted";
  /** θ in nats at equal style, summing to zero. */
  readonly strengths: Float64Array;
  /** γ: nats per unit of each feature. */
  readonly effects: Float64Array;
  /** Sandwich covariance of strengths followed by effects, (K + F)², row-major. */
  readonly covariance: Float64Array;
  /** Model-based covariance, the inverse information, in the same order. */
  readonly informationCovariance: Float64Array;
  readonly logLikelihood: number;
  readonly iterations: number;
};

export type ContextualResult =
  | ContextualFit
  | { readonly kind: "disconnected"; readonly components: readonly (readonly number[])[] }
  | { readonly kind: "no-judgments" }
  /** These features are zero in every row, so that any effect fits; a ridge or leaving them out helps. */
  | { readonly kind: "unused-features"; readonly features: readonly number[] }
  /** Features that determine each other, or that predict every verdict. */
  | { readonly kind: "unidentified" };

/**
 * Bradley–Terry with covariates of the judgment: P(first) = σ(θ_first − θ_second + x·γ), half-win
 * ties. With style differences as x it gives strengths at equal style; with x = 1 in every row, the
 * advantage of being first.
 *
 * The penalty enters the information as well as the likelihood, so that standard errors belong to
 * the estimate that is reported.
 *
 * @param rows judgments with featureCount features each, in the order first minus second.
 * @param options no ridge when left out.
 * @throws RangeError when the rows are not valid or the ridge is negative or not finite.
 * Source: "Does style matter?", https://lmsys.org/blog/2024-08-28-style-control/; Agresti, Categorical Data Analysis §10.6
 */
export function fitContextualBradleyTerry(
  rows: ContextualRows,
  { ridge = 0 }: ContextualOptions = {},
): ContextualResult {
  requireContextualRows(rows);
  if (!(ridge >= 0 && ridge < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`ridge must be finite and not negative, got ${ridge}`);
  }
  const { modelCount, featureCount } = rows;
  const pairs = tabulateJudgments(rows);
  if (pairs.first.length === 0) return { kind: "no-judgments" };
  const components = findStrongComponents(preferenceArcs(pairs));
  if (components.length > 1) return { kind: "disconnected", components };
  const unused = ridge > 0 ? [] : findUnusedFeatures(rows);
  if (unused.length > 0) return { kind: "unused-features", features: unused };
  const maximum = maximiseConcave({
    start: new Float64Array(modelCount + featureCount),
    evaluate: (parameters) => evaluateContextual(rows, { parameters, ridge }),
  });
  if (maximum.kind === "no-maximum") return { kind: "unidentified" };
  const { parameters, factor, value, iterations } = maximum;
  const bread = invertCholesky(factor);
  return {
    kind: "fitted",
    strengths: centre(parameters.slice(0, modelCount)),
    effects: parameters.slice(modelCount),
    covariance: sandwich(bread, scoreMoments(rows, parameters), parameters.length),
    informationCovariance: removePin(bread, modelCount, parameters.length),
    logLikelihood: value,
    iterations,
  };
}

function findUnusedFeatures({ features, featureCount }: ContextualRows): number[] {
  const isUsed = new Uint8Array(featureCount);
  for (let at = 0; at < features.length; at++) {
    if (features[at] !== 0) isUsed[at % featureCount] = 1;
  }
  return Array.from(isUsed.keys()).filter((feature) => isUsed[feature] === 0);
}

/** Σ of squared scores of single judgments over (strengths, effects). */
function scoreMoments(rows: ContextualRows, parameters: Float64Array): Float64Array {
  const { modelCount, featureCount, first, second, verdict, features, count } = rows;
  const size = parameters.length;
  const moments = new Float64Array(size * size);
  for (let row = 0; row < first.length; row++) {
    const left = first[row];
    const right = second[row];
    const start = row * featureCount;
    let margin = parameters[left] - parameters[right];
    for (let f = 0; f < featureCount; f++)
      margin += parameters[modelCount + f] * features[start + f];
    const outcome = verdict[row] > 0 ? 1 : verdict[row] < 0 ? 0 : 0.5;
    const moment = (count === undefined ? 1 : count[row]) * (outcome - logistic(margin)) ** 2;
    addPairMoment(moments, size, { left, right, moment });
    for (let f = 0; f < featureCount; f++) {
      const entry = moment * features[start + f];
      const target = (modelCount + f) * size;
      moments[target + left] += entry;
      moments[target + right] -= entry;
      for (let g = 0; g <= f; g++) {
        moments[target + modelCount + g] += entry * features[start + g];
      }
    }
  }
  for (let row = modelCount; row < size; row++) {
    for (let column = 0; column < row; column++) {
      moments[column * size + row] = moments[row * size + column];
    }
  }
  return moments;
}

/**
 * The inverse information without the constant that pins the sum of strengths. The pinned direction
 * is 1 on the strengths and 0 on the effects, so the excess is the same in every entry of the block
 * of strengths and equals the block's mean.
 */
function removePin(bread: Float64Array, modelCount: number, size: number): Float64Array {
  const isStrengths = (at: number): boolean => at % size < modelCount && at < modelCount * size;
  const total = bread.reduce((sum, value, at) => (isStrengths(at) ? sum + value : sum), 0);
  const excess = total / (modelCount * modelCount);
  return bread.map((value, at) => (isStrengths(at) ? value - excess : value));
}
