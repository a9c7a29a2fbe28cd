import { describeFormatting } from "./describe-formatting.ts";
import { describeArtefacts, describeFit, describeRelation } from "./describe-relation.ts";
import {
  describeLength,
  describePhrases,
  describePunctuation,
  describeWords,
} from "./describe-words.ts";
import type { NamedValues } from "./named-values.ts";
import { type PromptProfile, profilePrompt } from "./prompt-profile.ts";
import { scanLayout } from "./scan-layout.ts";
import { scanText, type TextScan } from "./scan-text.ts";

/** Names of the style features in the order in which {@link readStyle} returns them. */
export const styleNames: readonly string[] = describeStyle(
  profilePrompt([]),
  "",
  scanText(""),
).flatMap((group) => Object.keys(group));

/**
 * The style features of one completion: length, richness, formatting, punctuation, phrases,
 * repetition, relation to the prompt, artefacts, and how length and formatting meet what the prompt
 * asked for. Finite for any text.
 *
 * @returns values in the order of {@link styleNames}, on their natural (unstandardised) scales
 */
export function readStyle(prompt: PromptProfile, text: string, scan: TextScan): number[] {
  return describeStyle(prompt, text, scan).flatMap((group) => Object.values(group));
}

// The groups stay apart: one object of more than a hundred names is slow to build.
function describeStyle(prompt: PromptProfile, text: string, scan: TextScan): NamedValues[] {
  const layout = scanLayout(text);
  const length = describeLength(scan, layout);
  const formatting = describeFormatting(text, scan, layout);
  const relation = describeRelation(prompt, scan);
  return [
    length,
    describeWords(scan),
    formatting,
    describePunctuation(scan),
    describePhrases(scan),
    relation,
    describeArtefacts(prompt, text, layout),
    describeFit(prompt, {
      length: length["log words"] - 5,
      formatting: formatting["formatted lines"] ?? 0,
      coverage: relation["prompt words covered"] ?? 0,
    }),
  ];
}
