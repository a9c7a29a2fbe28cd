import type { CompletionPairs } from "./feature-matrix.ts";
import { designDifferences, type RewardModelInput } from "./fit-reward-model.ts";
import { type Response, respond } from "./likelihood.ts";
import type { RewardModel } from "./reward-model.ts";
import { leaveOneOutMargins } from "./temperature.ts";

/**
 * Log-odds that the first of each judged pair is preferred, according to everything except that one
 * judgment: the calibrated leave-one-out margin of the model, plus log((1 + n₁)/(1 + n₂)) with n₁ and
 * n₂ the other decisive judgments of the very same pair for either side.
 *
 * @param model fitted to the input
 */
export function leaveOneOutEvidence(model: RewardModel, input: RewardModelInput): Float64Array {
  const { width, differences } = designDifferences(input);
  const rows = input.outcomes.length;
  const mode = {
    covariance: model.covariance,
    margins: new Float64Array(rows),
    slopes: new Float64Array(rows),
    curvatures: new Float64Array(rows),
  };
  const response: Response = { slope: 0, curvature: 0 };
  for (let row = 0; row < rows; row++) {
    let margin = 0;
    for (let k = 0, at = row * width; k < width; k++) {
      margin += differences[at + k] * model.mean[k];
    }
    mode.margins[row] = margin;
    const outcome = input.outcomes[row];
    const judged = { outcome, strength: input.strengths[row], thresholds: model.thresholds };
    respond(margin, judged, response);
    mode.slopes[row] = input.weights[row] * response.slope;
    mode.curvatures[row] = input.weights[row] * response.curvature;
  }
  const overlap = overlapEvidence(input.pairs, input.outcomes);
  const margins = leaveOneOutMargins({ width, differences }, mode);
  return margins.map((margin, row) => model.temperature * margin + overlap[row]);
}

function overlapEvidence(pairs: CompletionPairs, outcomes: Float64Array): Float64Array {
  const counts = new Map<string, { first: number; second: number }>();
  const keyOf = (row: number) => `${pairs.first[row]}-${pairs.second[row]}`;
  for (let row = 0; row < outcomes.length; row++) {
    const count = counts.get(keyOf(row)) ?? { first: 0, second: 0 };
    if (outcomes[row] === 1) count.first += 1;
    if (outcomes[row] === 0) count.second += 1;
    counts.set(keyOf(row), count);
  }
  return outcomes.map((outcome, row) => {
    const { first, second } = counts.get(keyOf(row)) ?? { first: 0, second: 0 };
    const others = { first: first - Number(outcome === 1), second: second - Number(outcome === 0) };
    return Math.log((1 + others.first) / (1 + others.second));
  });
}
