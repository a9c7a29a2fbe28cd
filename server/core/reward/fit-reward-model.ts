import { stampVersion } from "./encode-reward-model.ts";
import type { CompletionPairs, FeatureMatrix } from "./feature-matrix.ts";
import { type Design, findMode, type PosteriorMode, type Prior, priorOf } from "./laplace.ts";
import { estimateThresholds, type JudgedOutcomes } from "./likelihood.ts";
import { type FeatureGroup, type RewardModel, totalWidth } from "./reward-model.ts";
import { type Standardiser, standardise } from "./standardiser.ts";
import { type Calibration, fitTemperature, leaveOneOutMargins } from "./temperature.ts";

/** Everything a fit needs: completions, which of them were compared, and what was said. */
export type RewardModelInput = JudgedOutcomes & {
  /** Unstandardised features of the completions that the pairs name. */
  readonly features: FeatureMatrix;
  /** One entry per judgment. */
  readonly pairs: CompletionPairs;
  readonly standardiser: Standardiser;
  readonly groups: readonly FeatureGroup[];
  readonly featureVersion: number;
  /** Number of strengths on the judgment form; 1 when strength is not asked for. */
  readonly strengthLevels: number;
};

/** Rounds in which thresholds and coefficients are fitted in turn; they settle within two. */
const thresholdRounds = 3;

/**
 * Fits a Bayesian logistic Bradley–Terry model with independent Gaussian priors per feature group:
 * Newton's method to the posterior mode, the inverse Hessian there as covariance (Laplace), and a
 * temperature from leave-one-out predictions. Without judgments the result is the prior.
 *
 * Time is O(iterations · n · width²/2), about five iterations.
 *
 * @throws RangeError when lengths disagree, an outcome is outside 0…1 or a weight is negative
 * @see MacKay 1992, https://doi.org/10.1162/neco.1992.4.5.720
 */
export function fitRewardModel(input: RewardModelInput): RewardModel {
  assertInput(input);
  const design: Design = { ...input, ...designDifferences(input) };
  const { mode, thresholds, priorScale, temperature } = fitAdaptively(design, input);
  return stampVersion({
    featureVersion: input.featureVersion,
    groups: input.groups,
    standardiser: input.standardiser,
    mean: mode.mean,
    covariance: mode.covariance,
    temperature,
    thresholds,
    priorScale,
    judgments: input.outcomes.length,
  });
}

type Fit = { mode: PosteriorMode; thresholds: Float64Array };
type ScaledFit = Fit & Calibration & { priorScale: number };

/** What adaptive priors are widened to when the judgments speak for it. */
const widerScale = 2;

/** Nats by which leave-one-out predictions must improve for that. */
const wideningGain = 3;

/**
 * Fits with the priors as given and with wider ones, and keeps the wider ones if they clearly
 * improve leave-one-out predictions. How wide priors should be depends on how noisy the judges are,
 * which differs between projects: too wide costs several points of accuracy under noise, too narrow
 * up to one without. Hence narrow unless the judgments speak for more.
 *
 * Each scale is given the temperature that suits it best, so confidence plays no part.
 */
function fitAdaptively(design: Design, input: RewardModelInput): ScaledFit {
  const fitAt = (priorScale: number, near: PosteriorMode | null): ScaledFit => {
    const prior = priorOf(input.groups, priorScale);
    const fit = fitMode(design, prior, { near, levels: input.strengthLevels });
    const margins = leaveOneOutMargins(design, fit.mode);
    return { ...fit, ...fitTemperature(margins, design), priorScale };
  };
  const narrow = fitAt(1, null);
  if (!input.groups.some((group) => group.isAdaptive)) return narrow;
  const wide = fitAt(widerScale, narrow.mode);
  return wide.logLikelihood - narrow.logLikelihood > wideningGain ? wide : narrow;
}

function fitMode(
  design: Design,
  prior: Prior,
  { near, levels }: { near: PosteriorMode | null; levels: number },
): Fit {
  let thresholds: Float64Array = new Float64Array(0);
  const start = near ?? { mean: prior.mean, information: null };
  let mode = findMode(design, prior, { ...start, thresholds });
  if (levels < 2 || !design.strengths.some((strength) => strength > 0)) return { mode, thresholds };
  for (let round = 0; round < thresholdRounds; round++) {
    thresholds = estimateThresholds(mode.margins, design, levels);
    mode = findMode(design, prior, { ...mode, thresholds });
  }
  return { mode, thresholds };
}

/** Standardised differences of the judged pairs, each completion standardised once. */
export function designDifferences({
  features,
  pairs,
  standardiser,
}: Pick<RewardModelInput, "features" | "pairs" | "standardiser">) {
  const { width, values } = standardise(standardiser, features);
  const rows = pairs.first.length;
  const differences = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const first = pairs.first[row] * width;
    const second = pairs.second[row] * width;
    for (let k = 0; k < width; k++) {
      differences[row * width + k] = values[first + k] - values[second + k];
    }
  }
  return { width, differences };
}

function assertInput(input: RewardModelInput): void {
  const { features, groups, pairs, outcomes, strengths, weights, strengthLevels } = input;
  if (totalWidth(groups) !== features.width) {
    throw new RangeError(`The groups do not describe ${features.width} feature columns.`);
  }
  const rows = outcomes.length;
  for (const { length } of [pairs.first, pairs.second, strengths, weights]) {
    if (length !== rows) throw new RangeError(`${rows} outcomes do not match ${length} entries.`);
  }
  for (let row = 0; row < rows; row++) {
    const isKnown =
      Math.max(pairs.first[row], pairs.second[row]) * features.width < features.values.length;
    if (!isKnown) throw new RangeError(`Judgment ${row} names an unknown completion.`);
    if (!(outcomes[row] >= 0 && outcomes[row] <= 1)) {
      throw new RangeError(`The outcome of judgment ${row} is ${outcomes[row]}.`);
    }
    if (!(weights[row] >= 0 && weights[row] < Infinity)) {
      throw new RangeError(`The weight of judgment ${row} is ${weights[row]}.`);
    }
    if (strengths[row] > Math.max(1, strengthLevels)) {
      throw new RangeError(`The strength of judgment ${row} is ${strengths[row]}.`);
    }
  }
}
