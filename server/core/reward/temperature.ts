import type { Design, PosteriorMode } from "./laplace.ts";
import { type JudgedOutcomes, sideLogLikelihood } from "./likelihood.ts";
import { whiteningOf, whitenRows } from "./whitening.ts";

/** Spread of the normal prior on the logarithm of the temperature: weak, but enough for ten judgments. */
const logTemperatureDeviation = 1;

/** A temperature with the leave-one-out log-likelihood it reaches, its prior included. */
export type Calibration = { readonly temperature: number; readonly logLikelihood: number };

/**
 * The scale c for which σ(c·margin) best predicts judgments the model has not seen, from
 * leave-one-out margins f − h·g/(1 − h·w) with leverage h = zᵀΣz, slope g and curvature w: one
 * Newton step away from the mode without that judgment. A prior centred on c = 1 keeps the scale of
 * a model with few judgments.
 *
 * Judgments of picked pairs count like any other. On their own margins they would mislead, as a policy
 * picks what the model is unsure of; margins that leave out the judgment are as honest there as
 * anywhere, and the uniform judgments alone are too few.
 *
 * @param margins from {@link leaveOneOutMargins}, one per judgment
 * @see Rad and Maleki 2020, https://doi.org/10.1111/rssb.12374 (approximate leave-one-out)
 */
export function fitTemperature(
  margins: Float64Array,
  { outcomes, weights }: JudgedOutcomes,
): Calibration {
  const value = (logScale: number) => {
    const scale = Math.exp(logScale);
    let sum = -0.5 * (logScale / logTemperatureDeviation) ** 2;
    for (let row = 0; row < margins.length; row++) {
      sum += weights[row] * sideLogLikelihood(scale * margins[row], outcomes[row]);
    }
    return sum;
  };
  const logScale = maximise(value, -3, 3);
  return { temperature: Math.exp(logScale), logLikelihood: value(logScale) };
}

/** Margins predicted for each judgment by the model fitted without it, approximately. */
export function leaveOneOutMargins(
  design: Pick<Design, "width" | "differences">,
  mode: Pick<PosteriorMode, "covariance" | "margins" | "slopes" | "curvatures">,
): Float64Array {
  const { width, differences } = design;
  const matrix = { width, values: differences };
  const coordinates = whitenRows(whiteningOf(mode.covariance, width), matrix);
  return mode.margins.map((margin, row) => {
    let leverage = 0;
    for (let at = row * width; at < (row + 1) * width; at++) leverage += coordinates[at] ** 2;
    // A judgment cannot carry more than all of its own information; the bound guards rounding.
    const kept = Math.max(1e-3, 1 - leverage * mode.curvatures[row]);
    return margin - (leverage * mode.slopes[row]) / kept;
  });
}

/** Golden-section search for the maximum of a unimodal function. */
function maximise(value: (at: number) => number, from: number, to: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = from;
  let high = to;
  let left = high - ratio * (high - low);
  let right = low + ratio * (high - low);
  let atLeft = value(left);
  let atRight = value(right);
  while (high - low > 1e-4) {
    if (atLeft >= atRight) {
      high = right;
      right = left;
      atRight = atLeft;
      left = high - ratio * (high - low);
      atLeft = value(left);
    } else {
      low = left;
      left = right;
      atLeft = atRight;
      right = low + ratio * (high - low);
      atRight = value(right);
    }
  }
  return (low + high) / 2;
}
