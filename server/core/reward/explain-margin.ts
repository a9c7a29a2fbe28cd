import type { RewardModel } from "./reward-model.ts";
import { standardise } from "./standardiser.ts";

/** How much one feature moves the predicted margin towards the first completion, in logits. */
export type Contribution = { readonly feature: number; readonly logits: number };

/**
 * What drives a prediction: the terms c·zₖ·mₖ whose sum is the mean margin of the pair, largest
 * first by size.
 *
 * @param sides unstandardised features of the first and the second completion
 * @throws RangeError when the features are not as wide as the model
 */
export function explainMargin(
  model: RewardModel,
  sides: { readonly first: Float64Array; readonly second: Float64Array },
): readonly Contribution[] {
  const width = model.mean.length;
  const left = standardise(model.standardiser, { width, values: sides.first }).values;
  const right = standardise(model.standardiser, { width, values: sides.second }).values;
  return Array.from(model.mean, (coefficient, feature) => ({
    feature,
    logits: model.temperature * coefficient * (left[feature] - right[feature]),
  })).sort((a, b) => Math.abs(b.logits) - Math.abs(a.logits));
}
