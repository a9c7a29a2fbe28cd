import { type PromptProfile, type PromptTurn, profilePrompt } from "./prompt-profile.ts";
import type { FeatureGroup } from "./reward-model.ts";
import { scanText } from "./scan-text.ts";
import { readStyle, styleNames } from "./style-features.ts";
import { hashWording, wordingWidth } from "./wording-features.ts";

/**
 * Changes whenever the same text would give different features. Features of different versions must
 * never meet in one model.
 */
export const featureVersion = 1;

/** Names of all features, in order: the style features, then the hashed words. */
export const featureNames: readonly string[] = [
  ...styleNames,
  ...Array.from({ length: wordingWidth }, (_, index) => `words in bucket ${index + 1}`),
];

/** Number of features of a completion. */
export const featureCount = featureNames.length;

/**
 * The columns of {@link extractFeatures} with their priors, found on real preferences: wider priors
 * chase noise below a thousand judgments, narrower ones learn too slowly. Groups for rewards or
 * embeddings of a score service go in front (see `keepLeadingColumns`).
 */
export const textGroups: readonly FeatureGroup[] = [
  { name: "style", width: styleNames.length, priorMean: 0, priorDeviation: 0.02, isAdaptive: true },
  { name: "wording", width: wordingWidth, priorMean: 0, priorDeviation: 0.014, isAdaptive: true },
];

/**
 * Features of one completion on their natural scales. Deterministic; finite for any prompt and
 * text; time is bounded whatever the length (see `unitsScannedMax`).
 *
 * @param messages the conversation that the completion answers
 * @param text the completion
 * @returns {@link featureCount} numbers in the order of {@link featureNames}
 */
export function extractFeatures(messages: readonly PromptTurn[], text: string): Float64Array {
  return extractProfiled(profilePrompt(messages), text);
}

/** {@link extractFeatures} for many completions of one prompt, which is then read only once. */
export function extractProfiled(prompt: PromptProfile, text: string): Float64Array {
  const scan = scanText(text);
  const features = new Float64Array(featureCount);
  features.set(readStyle(prompt, text, scan));
  features.set(hashWording(scan.words), styleNames.length);
  return features;
}
