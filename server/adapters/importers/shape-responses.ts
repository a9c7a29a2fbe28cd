import { z } from "zod";
import { isBlank } from "#server/core/reward/blank-text.ts";
import type { ImportLimits } from "./import-limits.ts";
import type { ImportedCompletion } from "./import-row.ts";
import { RejectedRow } from "./rejected-row.ts";
import { preferenceModels } from "./shape-preference.ts";

/** Kept as it is: an object, but neither a list nor null. */
const looseObject = z.custom<Record<string, unknown>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);

export const responsesInput = z.array(
  z.object({
    model: z
      .string("it must name its model")
      .trim()
      .min(1, "the name of its model is empty")
      .max(200, "the name of its model is longer than 200 characters"),
    text: z.string("it must have a text"),
    generation: looseObject.nullish().catch(null),
    metadata: looseObject.nullish().catch(null),
  }),
  "it must be a list of objects, each with model and text",
);
type ResponsesInput = z.infer<typeof responsesInput>;

type Responses = {
  readonly completions: readonly ImportedCompletion[];
  readonly notice: string | null;
};

/** An empty response is left out and said so, as long as two others remain to be compared. */
export function shapeResponses(responses: ResponsesInput, limits: ImportLimits): Responses {
  refuseCount(responses.length, limits.responsesMax);
  const reserved = responses.find(({ model }) => Object.hasOwn(preferenceModels, model));
  if (reserved !== undefined) {
    throw new RejectedRow(`The model name “${reserved.model}” is kept for ready-made pairs.`);
  }
  const empty = responses.flatMap(({ text }, index) => (isBlank(text) ? [index + 1] : []));
  const completions = distinct(
    responses
      .filter(({ text }) => !isBlank(text))
      .map(({ model, text, generation, metadata }) => ({
        model,
        text,
        generation: withoutUtility(generation ?? metadata ?? null),
      })),
  );
  const emptySentence = describeEmpty(empty);
  if (completions.length < 2) {
    throw new RejectedRow(
      emptySentence ?? "The responses are all the same text from the same model.",
    );
  }
  const notice = emptySentence && `${emptySentence} The other ${completions.length} were imported.`;
  return { completions, notice };
}

function refuseCount(count: number, responsesMax: number): void {
  if (count === 0) throw new RejectedRow("The row has no responses.");
  if (count === 1) throw new RejectedRow("The row has one response; two are needed to compare.");
  if (count > responsesMax) {
    throw new RejectedRow(`The row has ${count} responses; at most ${responsesMax} are compared.`);
  }
}

function describeEmpty(numbers: readonly number[]): string | null {
  if (numbers.length === 0) return null;
  if (numbers.length === 1) return `Response ${numbers[0]} is empty.`;
  return `Responses ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)} are empty.`;
}

/** The same text from the same model is one completion, however often a row repeats it. */
function distinct(completions: readonly ImportedCompletion[]): ImportedCompletion[] {
  return [
    ...new Map(completions.map((one) => [JSON.stringify([one.model, one.text]), one])).values(),
  ];
}

/** A benchmark's hidden judgment of a response must not be stored beside it. */
function withoutUtility(generation: Record<string, unknown> | null) {
  if (generation === null) return null;
  const kept = Object.entries(generation).filter(([name]) => name !== "utility");
  return kept.length === 0 ? null : Object.fromEntries(kept);
}
