import { defaultImportLimits } from "./import-limits.ts";
import { RejectedRow } from "./rejected-row.ts";

/** `JSON.parse` with its faults in words, and with a bound on nesting. */
export function parseJson(text: string, nestingMax = defaultImportLimits.nestingMax): unknown {
  if (isNestedDeeper(text, nestingMax)) {
    throw new RejectedRow(`The JSON is nested more than ${nestingMax} levels deep.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RejectedRow(sentenceOf(error));
  }
}

function isNestedDeeper(text: string, nestingMax: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === "\\") at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "{" || character === "[") {
      depth += 1;
      if (depth > nestingMax) return true;
    } else if (character === "}" || character === "]") depth -= 1;
  }
  return false;
}

function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  if (/end of JSON input|Unterminated string/.test(message)) {
    return "The JSON ends too early, as if the line had been cut off.";
  }
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined) return "This is not valid JSON.";
  return `This is not valid JSON: something is wrong at character ${Number(position) + 1}.`;
}
