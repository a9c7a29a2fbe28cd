import type { ImportRow } from "./import-row.ts";
import { RejectedRow } from "./rejected-row.ts";

/**
 * PostgreSQL holds neither NUL nor half a surrogate pair, and a row that is changed quietly to fit
 * would no longer be what the model wrote.
 */
export function refuseUnstorable(row: ImportRow): void {
  row.messages.forEach(({ content }, index) => {
    refuseText(content, `Message ${index + 1}`);
  });
  row.completions.forEach(({ model, text, generation }, index) => {
    refuseText(model, `The model name of response ${index + 1}`);
    refuseText(text, `Response ${index + 1}`);
    refuseInside(generation, `The generation settings of response ${index + 1}`);
  });
  const rest = [row.sourceId, row.category, row.language, ...row.tags];
  for (const text of rest) refuseText(text ?? "", "The id, category, language or tags");
}

function refuseText(text: string, what: string): void {
  if (text.includes("\0")) {
    throw new RejectedRow(`${what} contains a NUL character (\\u0000), which cannot be stored.`);
  }
  if (/\p{Surrogate}/u.test(text)) {
    throw new RejectedRow(`${what} contains half of a surrogate pair, which is not valid text.`);
  }
}

function refuseInside(value: unknown, what: string): void {
  if (typeof value === "string") refuseText(value, what);
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    refuseText(key, what);
    refuseInside(item, what);
  }
}
