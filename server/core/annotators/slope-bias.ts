import { findStrongComponents } from "#server/core/ratings/components.ts";
import {
  type AnnotatorDerivatives,
  deriveAnnotators,
  deriveStrengths,
  type ScreenJudgments,
  type SlopeBiasState,
  type StrengthDerivatives,
} from "./slope-bias-passes.ts";
import {
  annotatorInformation,
  bestScale,
  climb,
  logPriorDensity,
  type SlopeBiasPriors,
  stepAnnotators,
  stepStrengths,
} from "./slope-bias-steps.ts";

export type SlopeBiasOptions = {
  /** Standard deviation of the prior N(0, ·²) on strengths in logits; keeps an unbeaten model finite. */
  readonly strengthDeviation?: number;
  /** Standard deviation of the prior N(1, ·²) on slopes. */
  readonly slopeDeviation?: number;
  /** Standard deviation of the prior N(0, ·²) on biases. */
  readonly biasDeviation?: number;
  readonly iterationsMax?: number;
  /** Stops once an iteration moves no parameter by more than this. */
  readonly tolerance?: number;
};

export type SlopeBiasFit =
  | {
      readonly kind: "fitted";
      /** θ per model in logits of an annotator of slope 1, summing to zero over each component. */
      readonly strengths: Float64Array;
      /**
       * Groups of models that judgments link, in increasing order. With more than one, strengths of
       * different groups cannot be compared; slopes and biases rest on all groups.
       */
      readonly components: readonly (readonly number[])[];
      /**
       * β per annotator: near 0 answers at random, below 0 in reverse. The scale is set by the crowd:
       * the prior draws the average towards 1, so with many careless people the careful ones come out below 1.
       */
      readonly slopes: Float64Array;
      /** γ per annotator in logits: above 0 leans to the left, below 0 to the right. */
      readonly biases: Float64Array;
      /** Posterior standard deviations with the strengths held; those of the prior without judgments. */
      readonly slopeErrors: Float64Array;
      readonly biasErrors: Float64Array;
      readonly judgmentCounts: Uint32Array;
      /** Log posterior density up to a constant; never falls from one iteration to the next. */
      readonly logPosterior: number;
      readonly iterations: number;
      readonly isConverged: boolean;
    }
  | { readonly kind: "undefined"; readonly reason: "no-judgments" };

/**
 * Bradley–Terry with a slope and a position bias per annotator, P(left preferred) = σ(β_w·d + γ_w)
 * with d = θ_left − θ_right; a tie counts as half a preference each way. Finds the posterior mode
 * under β ~ N(1, ½²), γ ~ N(0, ½²) and a wide normal prior on θ, by Newton steps taken in turn on
 * the strengths and on each annotator, both concave problems, and along the scale that strengths and
 * slopes share. Bradley and Terry 1952, https://doi.org/10.2307/2334029; annotators as in Chen et al.
 * 2013, https://doi.org/10.1145/2433396.2433420, with the slope that item response theory calls
 * discrimination in place of a probability of knowing.
 *
 * The priors settle what judgments cannot: which way is up (most annotators answer forwards), the
 * scale, and models or annotators with few judgments. The log posterior is not concave in everything
 * at once; this is the mode reached from annotators who are all alike. Two passes over the judgments
 * and models³/6 multiplications per iteration.
 *
 * @param options prior deviations 3, ½ and ½, at most 200 iterations and tolerance 1e-6 when left out
 * @throws RangeError when lengths disagree, an index is out of range, a model meets itself, or an
 *   option is not positive
 */
export function fitSlopeBias(
  judgments: ScreenJudgments,
  options: SlopeBiasOptions = {},
): SlopeBiasFit {
  const { iterationsMax = 200, tolerance = 1e-6 } = options;
  const priors = readPriors(options);
  if (!(iterationsMax >= 1 && tolerance >= 0)) throw new RangeError("The fit would never stop.");
  const judgmentCounts = countJudgments(judgments);
  if (judgments.verdict.length === 0) return { kind: "undefined", reason: "no-judgments" };
  let state: SlopeBiasState = {
    strengths: new Float64Array(judgments.modelCount),
    slopes: new Float64Array(judgments.annotatorCount).fill(1),
    biases: new Float64Array(judgments.annotatorCount),
  };
  let derivatives = deriveStrengths(judgments, state);
  const components = linkedModels(derivatives.information, judgments.modelCount);
  let logPosterior = derivatives.logLikelihood + logPriorDensity(state, priors);
  for (let iterations = 1; ; iterations++) {
    const climbed = climbBothBlocks(judgments, { state, derivatives, logPosterior, priors });
    const scale = bestScale(climbed.state, judgmentCounts, priors);
    const next = rescale(climbed.state, scale);
    const isConverged = largestMove(state, next) <= tolerance;
    state = next;
    derivatives = rescaleDerivatives(climbed.derivatives, scale);
    logPosterior = derivatives.logLikelihood + logPriorDensity(state, priors);
    if (isConverged || iterations >= iterationsMax) {
      const errors = describeErrors(deriveAnnotators(judgments, state), priors);
      const fit = { ...state, ...errors, components, judgmentCounts, logPosterior };
      return { kind: "fitted", ...fit, iterations, isConverged };
    }
  }
}

function climbBothBlocks(
  judgments: ScreenJudgments,
  current: {
    readonly state: SlopeBiasState;
    readonly derivatives: StrengthDerivatives;
    readonly logPosterior: number;
    readonly priors: SlopeBiasPriors;
  },
) {
  const { state, derivatives, priors } = current;
  const stronger = climb({
    ...current,
    step: stepStrengths(state, derivatives, priors),
    derive: (next) => deriveAnnotators(judgments, next),
  });
  return climb({
    state: stronger.state,
    logPosterior: stronger.logPosterior,
    step: stepAnnotators(stronger.state, stronger.derivatives, priors),
    derive: (next) => deriveStrengths(judgments, next),
    priors,
  });
}

function readPriors(options: SlopeBiasOptions): SlopeBiasPriors {
  const { strengthDeviation = 3, slopeDeviation = 0.5, biasDeviation = 0.5 } = options;
  for (const deviation of [strengthDeviation, slopeDeviation, biasDeviation]) {
    if (!(deviation > 0 && deviation < Infinity)) {
      throw new RangeError(`A prior deviation cannot be ${deviation}.`);
    }
  }
  return {
    strength: strengthDeviation ** -2,
    slope: slopeDeviation ** -2,
    bias: biasDeviation ** -2,
  };
}

function countJudgments(judgments: ScreenJudgments): Uint32Array {
  const { modelCount, annotatorCount, left, right, annotator, verdict } = judgments;
  for (const side of [left, right, annotator]) {
    if (side.length !== verdict.length)
      throw new RangeError("Each judgment needs all four entries.");
  }
  const counts = new Uint32Array(annotatorCount);
  for (let row = 0; row < verdict.length; row++) {
    const l = left[row];
    const r = right[row];
    const w = annotator[row];
    const areModels = l >= 0 && r >= 0 && l < modelCount && r < modelCount && l !== r;
    if (!(areModels && w >= 0 && w < annotatorCount) || Number.isNaN(verdict[row])) {
      throw new RangeError(`Judgment ${row} compares ${l} and ${r} by annotator ${w}.`);
    }
    counts[w]++;
  }
  return counts;
}

/** At the start every judgment carries information, so that linked models are those with some. */
function linkedModels(information: Float64Array, modelCount: number): number[][] {
  const from: number[] = [];
  const to: number[] = [];
  for (let i = 0; i < modelCount; i++) {
    for (let j = 0; j < modelCount; j++) {
      if (i === j || information[i * modelCount + j] === 0) continue;
      from.push(i);
      to.push(j);
    }
  }
  const arcs = { nodeCount: modelCount, from: Int32Array.from(from), to: Int32Array.from(to) };
  return findStrongComponents(arcs);
}

function rescale({ strengths, slopes, biases }: SlopeBiasState, scale: number): SlopeBiasState {
  return {
    strengths: strengths.map((strength) => strength * scale),
    slopes: slopes.map((slope) => slope / scale),
    biases,
  };
}

function rescaleDerivatives(
  { logLikelihood, gradient, information }: StrengthDerivatives,
  scale: number,
): StrengthDerivatives {
  return {
    logLikelihood,
    gradient: gradient.map((slope) => slope / scale),
    information: information.map((curvature) => curvature / (scale * scale)),
  };
}

function largestMove(before: SlopeBiasState, after: SlopeBiasState): number {
  let largest = 0;
  const compare = (from: Float64Array, to: Float64Array) => {
    for (let i = 0; i < from.length; i++) largest = Math.max(largest, Math.abs(to[i] - from[i]));
  };
  compare(before.strengths, after.strengths);
  compare(before.slopes, after.slopes);
  compare(before.biases, after.biases);
  return largest;
}

function describeErrors(derivatives: AnnotatorDerivatives, priors: SlopeBiasPriors) {
  const slopeErrors = new Float64Array(derivatives.slopeGradient.length);
  const biasErrors = new Float64Array(derivatives.slopeGradient.length);
  for (let w = 0; w < slopeErrors.length; w++) {
    const { a, c, determinant } = annotatorInformation(derivatives, priors, w);
    slopeErrors[w] = Math.sqrt(c / determinant);
    biasErrors[w] = Math.sqrt(a / determinant);
  }
  return { slopeErrors, biasErrors };
}
