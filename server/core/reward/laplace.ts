import {
  type CholeskyFactor,
  factorCholesky,
  invertCholesky,
  solveCholesky,
} from "#server/core/numerics/cholesky.ts";
import { addWeightedGram } from "./gram.ts";
import { type JudgedOutcomes, type Response, respond } from "./likelihood.ts";
import type { FeatureGroup } from "./reward-model.ts";

/** Judgments with the standardised differences they were made about. */
export type Design = JudgedOutcomes & {
  readonly width: number;
  /** Row i is the difference first − second of judgment i. */
  readonly differences: Float64Array;
};

/** Independent normal priors, one per coefficient. */
export type Prior = { readonly mean: Float64Array; readonly precisions: Float64Array };

/** The posterior mode with the curvature of every judgment there. */
export type PosteriorMode = {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
  readonly margins: Float64Array;
  /** Weighted first derivatives per judgment at the mode. */
  readonly slopes: Float64Array;
  /** Weighted second derivatives (negated) per judgment at the mode. */
  readonly curvatures: Float64Array;
  /** Lower triangle of Σ curvature·zzᵀ at the mode, without the prior. */
  readonly information: Float64Array;
};

const iterationsMax = 200;

/** Squared length of the step, in posterior deviations, below which the mode counts as found. */
const stepTolerance = 1e-8;

/** The prior of every column, spelled out from the groups; adaptive groups are scaled. */
export function priorOf(groups: readonly FeatureGroup[], scale: number): Prior {
  const deviationOf = (group: FeatureGroup) =>
    group.priorDeviation * (group.isAdaptive ? scale : 1);
  return {
    mean: Float64Array.from(groups.flatMap((group) => Array(group.width).fill(group.priorMean))),
    precisions: Float64Array.from(
      groups.flatMap((group) => Array(group.width).fill(1 / deviationOf(group) ** 2)),
    ),
  };
}

/** Where to start: coefficients, and the information matrix of a mode nearby if there is one. */
export type ModeStart = {
  readonly thresholds: Float64Array;
  readonly mean: Float64Array;
  readonly information: Float64Array | null;
};

/**
 * The posterior mode by Newton's method with step halving, and the inverse Hessian there. The
 * objective is strictly concave, so the mode is unique and found from any start. Forming the Hessian
 * costs far more than a step, so an old one is kept for as long as steps shrink fast.
 *
 * @throws RangeError when a feature is not finite
 */
export function findMode(design: Design, prior: Prior, start: ModeStart): PosteriorMode {
  const { thresholds } = start;
  let mean = start.mean.slice();
  let state = evaluate(design, mean, thresholds);
  let information = start.information ?? informationAt(design, state.curvatures);
  let factor = factorPosterior(information, prior);
  let previous = Number.POSITIVE_INFINITY;
  for (let iteration = 0; iteration < iterationsMax; iteration++) {
    const gradient = gradientAt(design, prior, { mean, slopes: state.slopes });
    const step = solveCholesky(factor, gradient);
    const decrement = dot(step, gradient);
    if (decrement < stepTolerance) break;
    if (decrement > 0.2 * previous) {
      information = informationAt(design, state.curvatures);
      factor = factorPosterior(information, prior);
      previous = Number.POSITIVE_INFINITY;
      continue;
    }
    previous = decrement;
    const next = halveUntilBetter({ design, prior, thresholds, mean, step, decrement });
    mean = next.mean;
    state = next.state;
  }
  information = informationAt(design, state.curvatures);
  factor = factorPosterior(information, prior);
  // With the fresh Hessian one more step squares the error that is left.
  const last = solveCholesky(factor, gradientAt(design, prior, { mean, slopes: state.slopes }));
  const mode = mean.map((value, k) => value + last[k]);
  return {
    ...evaluate(design, mode, thresholds),
    mean: mode,
    covariance: invertCholesky(factor),
    information,
  };
}

type Evaluation = { margins: Float64Array; slopes: Float64Array; curvatures: Float64Array };

function evaluate(design: Design, mean: Float64Array, thresholds: Float64Array): Evaluation {
  const { differences, width, outcomes, strengths, weights } = design;
  const rows = outcomes.length;
  const margins = new Float64Array(rows);
  const slopes = new Float64Array(rows);
  const curvatures = new Float64Array(rows);
  const response: Response = { slope: 0, curvature: 0 };
  for (let row = 0; row < rows; row++) {
    let margin = 0;
    for (let k = 0, at = row * width; k < width; k++) margin += differences[at + k] * mean[k];
    margins[row] = margin;
    respond(margin, { outcome: outcomes[row], strength: strengths[row], thresholds }, response);
    slopes[row] = weights[row] * response.slope;
    curvatures[row] = weights[row] * response.curvature;
  }
  return { margins, slopes, curvatures };
}

function gradientAt(
  design: Design,
  prior: Prior,
  { mean, slopes }: { mean: Float64Array; slopes: Float64Array },
): Float64Array {
  const { differences, width } = design;
  const gradient = new Float64Array(width);
  for (let k = 0; k < width; k++) gradient[k] = -prior.precisions[k] * (mean[k] - prior.mean[k]);
  for (let row = 0; row < slopes.length; row++) {
    const slope = slopes[row];
    for (let k = 0, at = row * width; k < width; k++) gradient[k] += slope * differences[at + k];
  }
  return gradient;
}

function informationAt(design: Design, curvatures: Float64Array): Float64Array {
  const information = new Float64Array(design.width ** 2);
  addWeightedGram(information, design, curvatures);
  return information;
}

function factorPosterior(information: Float64Array, { precisions }: Prior): CholeskyFactor {
  const width = precisions.length;
  const hessian = information.slice();
  for (let k = 0; k < width; k++) hessian[k * width + k] += precisions[k];
  const factored = factorCholesky(hessian, width);
  if (factored.kind !== "factored") throw new RangeError("The features are not finite.");
  return factored.factor;
}

type Step = {
  design: Design;
  prior: Prior;
  thresholds: Float64Array;
  mean: Float64Array;
  step: Float64Array;
  decrement: number;
};

/**
 * Takes the longest of the steps 1, ½, ¼ … along which the objective still rises at the end: on a
 * concave function that step cannot have gone past the mode by more than it gained.
 */
function halveUntilBetter({ design, prior, thresholds, mean, step, decrement }: Step) {
  for (let length = 1; ; length /= 2) {
    const candidate = mean.map((value, k) => value + length * step[k]);
    const state = evaluate(design, candidate, thresholds);
    const gradient = gradientAt(design, prior, { mean: candidate, slopes: state.slopes });
    if (length < 1e-6 || Math.abs(dot(step, gradient)) <= 0.9 * decrement) {
      return { mean: candidate, state };
    }
  }
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < left.length; k++) sum += left[k] * right[k];
  return sum;
}
