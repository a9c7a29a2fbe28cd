import { ngramWidth, projectNgrams } from "./ngram-features.ts";
import { type PromptProfile, type PromptTurn, profilePrompt } from "./prompt-profile.ts";
import { scanText } from "./scan-text.ts";
import { readStyle, styleNames } from "./style-features.ts";

/**
 * Changes whenever the same text would give different features. Features of different versions must
 * never meet in one model.
 */
export const featureVersion = 1;

/** Names of all features, in order: the style features, then the n-gram projection. */
export const featureNames: readonly string[] = [
  ...styleNames,
  ...Array.from({ length: ngramWidth }, (_, index) => `wording ${index + 1}`),
];

/** Number of features of a completion. */
export const featureCount = featureNames.length;

/** How many of the leading features describe style; the rest is the n-gram projection. */
export const styleCount = styleNames.length;

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
  features.set(projectNgrams(scan.words), styleCount);
  return features;
}
