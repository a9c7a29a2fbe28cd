/** One row per judgment, as it stood on the screen. */
export type ScreenJudgments = {
  readonly modelCount: number;
  readonly annotatorCount: number;
  /** Model indices, 0…modelCount−1. */
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  readonly annotator: ArrayLike<number>;
  /** Positive: the left was better. Negative: the right. Zero: a tie, or both bad. */
  readonly verdict: ArrayLike<number>;
};

export type SlopeBiasState = {
  readonly strengths: Float64Array;
  readonly slopes: Float64Array;
  readonly biases: Float64Array;
};

/** Log likelihood of the judgments with its first two derivatives by the strengths. */
export type StrengthDerivatives = {
  readonly logLikelihood: number;
  readonly gradient: Float64Array;
  /** Negative second derivative, models × models, row-major. */
  readonly information: Float64Array;
};

/** Log likelihood with its first two derivatives by each annotator's slope and bias. */
export type AnnotatorDerivatives = {
  readonly logLikelihood: number;
  readonly slopeGradient: Float64Array;
  readonly biasGradient: Float64Array;
  /** Negative second derivatives. */
  readonly slopeInformation: Float64Array;
  readonly crossInformation: Float64Array;
  readonly biasInformation: Float64Array;
};

/** One pass over the judgments with slopes and biases held. */
export function deriveStrengths(
  { modelCount, left, right, annotator, verdict }: ScreenJudgments,
  { strengths, slopes, biases }: SlopeBiasState,
): StrengthDerivatives {
  const gradient = new Float64Array(modelCount);
  const information = new Float64Array(modelCount * modelCount);
  let logLikelihood = 0;
  for (let row = 0; row < verdict.length; row++) {
    const l = left[row];
    const r = right[row];
    const slope = slopes[annotator[row]];
    const logit = slope * (strengths[l] - strengths[r]) + biases[annotator[row]];
    const decay = Math.exp(-Math.abs(logit));
    const smaller = decay / (1 + decay);
    const probability = logit >= 0 ? 1 - smaller : smaller;
    const outcome = verdict[row] > 0 ? 1 : verdict[row] < 0 ? 0 : 0.5;
    logLikelihood += outcome * logit - Math.max(logit, 0) - Math.log1p(decay);
    const score = slope * (outcome - probability);
    const weight = slope * slope * smaller * (1 - smaller);
    gradient[l] += score;
    gradient[r] -= score;
    information[l * modelCount + l] += weight;
    information[r * modelCount + r] += weight;
    information[l > r ? l * modelCount + r : r * modelCount + l] -= weight;
  }
  for (let i = 0; i < modelCount; i++) {
    for (let j = 0; j < i; j++) information[j * modelCount + i] = information[i * modelCount + j];
  }
  return { logLikelihood, gradient, information };
}

/** One pass over the judgments with strengths held. */
export function deriveAnnotators(
  { annotatorCount, left, right, annotator, verdict }: ScreenJudgments,
  { strengths, slopes, biases }: SlopeBiasState,
): AnnotatorDerivatives {
  const slopeGradient = new Float64Array(annotatorCount);
  const biasGradient = new Float64Array(annotatorCount);
  const slopeInformation = new Float64Array(annotatorCount);
  const crossInformation = new Float64Array(annotatorCount);
  const biasInformation = new Float64Array(annotatorCount);
  let logLikelihood = 0;
  for (let row = 0; row < verdict.length; row++) {
    const w = annotator[row];
    const margin = strengths[left[row]] - strengths[right[row]];
    const logit = slopes[w] * margin + biases[w];
    const decay = Math.exp(-Math.abs(logit));
    const smaller = decay / (1 + decay);
    const probability = logit >= 0 ? 1 - smaller : smaller;
    const outcome = verdict[row] > 0 ? 1 : verdict[row] < 0 ? 0 : 0.5;
    logLikelihood += outcome * logit - Math.max(logit, 0) - Math.log1p(decay);
    const weight = smaller * (1 - smaller);
    slopeGradient[w] += (outcome - probability) * margin;
    biasGradient[w] += outcome - probability;
    slopeInformation[w] += weight * margin * margin;
    crossInformation[w] += weight * margin;
    biasInformation[w] += weight;
  }
  return {
    logLikelihood,
    slopeGradient,
    biasGradient,
    slopeInformation,
    crossInformation,
    biasInformation,
  };
}
