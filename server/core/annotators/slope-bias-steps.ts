import { factorCholesky, solveCholesky } from "#server/core/numerics/cholesky.ts";
import type {
  AnnotatorDerivatives,
  SlopeBiasState,
  StrengthDerivatives,
} from "./slope-bias-passes.ts";

/** Precisions (1/variance) of the normal priors. */
export type SlopeBiasPriors = {
  readonly strength: number;
  readonly slope: number;
  readonly bias: number;
};

/** No parameter moves by more than this in one Newton step. */
const STEP_MAX = 2;
const HALVINGS_MAX = 40;
/** Sums over many judgments cannot tell smaller differences from rounding. */
const RELATIVE_NOISE = 1e-12;

/** The Newton step of all strengths. The prior makes the information positive definite. */
export function stepStrengths(
  { strengths }: SlopeBiasState,
  { gradient, information }: StrengthDerivatives,
  priors: SlopeBiasPriors,
): Partial<SlopeBiasState> {
  const models = strengths.length;
  const matrix = information.slice();
  for (let i = 0; i < models; i++) matrix[i * models + i] += priors.strength;
  const factored = factorCholesky(matrix, models);
  if (factored.kind !== "factored") return { strengths: new Float64Array(models) };
  const target = gradient.map((slope, i) => slope - priors.strength * strengths[i]);
  return { strengths: solveCholesky(factored.factor, target).map(cap) };
}

/** The Newton step of each annotator's slope and bias, two equations each. */
export function stepAnnotators(
  { slopes, biases }: SlopeBiasState,
  derivatives: AnnotatorDerivatives,
  priors: SlopeBiasPriors,
): Partial<SlopeBiasState> {
  const slopeSteps = new Float64Array(slopes.length);
  const biasSteps = new Float64Array(slopes.length);
  for (let w = 0; w < slopes.length; w++) {
    const bySlope = derivatives.slopeGradient[w] - priors.slope * (slopes[w] - 1);
    const byBias = derivatives.biasGradient[w] - priors.bias * biases[w];
    const { a, b, c, determinant } = annotatorInformation(derivatives, priors, w);
    slopeSteps[w] = cap((c * bySlope - b * byBias) / determinant);
    biasSteps[w] = cap((a * byBias - b * bySlope) / determinant);
  }
  return { slopes: slopeSteps, biases: biasSteps };
}

/** The information [[a, b], [b, c]] of one annotator's slope and bias, prior included. */
export function annotatorInformation(
  derivatives: AnnotatorDerivatives,
  priors: SlopeBiasPriors,
  w: number,
): { a: number; b: number; c: number; determinant: number } {
  const a = derivatives.slopeInformation[w] + priors.slope;
  const b = derivatives.crossInformation[w];
  const c = derivatives.biasInformation[w] + priors.bias;
  return { a, b, c, determinant: a * c - b * b };
}

/** Takes a step, or as small a part of it as keeps the log posterior from falling. */
export function climb<Derivatives extends { readonly logLikelihood: number }>({
  state,
  logPosterior,
  step,
  derive,
  priors,
}: {
  readonly state: SlopeBiasState;
  readonly logPosterior: number;
  readonly step: Partial<SlopeBiasState>;
  readonly derive: (state: SlopeBiasState) => Derivatives;
  readonly priors: SlopeBiasPriors;
}): { state: SlopeBiasState; derivatives: Derivatives; logPosterior: number } {
  const floor = logPosterior - RELATIVE_NOISE * Math.abs(logPosterior);
  for (let halving = 0; halving < HALVINGS_MAX; halving++) {
    const next = move(state, step, 2 ** -halving);
    const derivatives = derive(next);
    const reached = derivatives.logLikelihood + logPriorDensity(next, priors);
    if (reached >= floor) return { state: next, derivatives, logPosterior: reached };
  }
  return { state, derivatives: derive(state), logPosterior };
}

/**
 * The factor c by which strengths can be multiplied and slopes divided so that the priors like it
 * best; the likelihood does not notice. Minimises A/(2u²) + Σ(β·u − 1)²·precision/2 over u = 1/c,
 * which is convex for u > 0, over annotators with judgments.
 */
export function bestScale(
  { strengths, slopes }: SlopeBiasState,
  judgmentCounts: Uint32Array,
  priors: SlopeBiasPriors,
): number {
  const spread = priors.strength * strengths.reduce((sum, x) => sum + x * x, 0);
  let sum = 0;
  let squares = 0;
  for (let w = 0; w < slopes.length; w++) {
    if (judgmentCounts[w] === 0) continue;
    sum += slopes[w];
    squares += slopes[w] * slopes[w];
  }
  if (sum <= 0) return 1;
  let u = 1;
  for (let iteration = 0; iteration < 100; iteration++) {
    const slope = -spread / u ** 3 + priors.slope * (squares * u - sum);
    const curvature = (3 * spread) / u ** 4 + priors.slope * squares;
    const next = Math.min(2 * u, Math.max(u / 2, u - slope / curvature));
    if (Math.abs(next - u) < 1e-12 * u) break;
    u = next;
  }
  return 1 / u;
}

export function logPriorDensity(
  { strengths, slopes, biases }: SlopeBiasState,
  priors: SlopeBiasPriors,
): number {
  let density = 0;
  for (const strength of strengths) density -= priors.strength * strength * strength;
  for (const slope of slopes) density -= priors.slope * (slope - 1) ** 2;
  for (const bias of biases) density -= priors.bias * bias * bias;
  return density / 2;
}

function move(state: SlopeBiasState, step: Partial<SlopeBiasState>, share: number): SlopeBiasState {
  const add = (values: Float64Array, steps: Float64Array | undefined) =>
    steps === undefined ? values : values.map((value, i) => value + share * steps[i]);
  return {
    strengths: add(state.strengths, step.strengths),
    slopes: add(state.slopes, step.slopes),
    biases: add(state.biases, step.biases),
  };
}

function cap(step: number): number {
  return Math.max(-STEP_MAX, Math.min(STEP_MAX, step));
}
