/**
 * Characters that are not seen but change what is: embeddings, overrides and isolates that reorder
 * text, controls, and the tags that can carry a whole hidden message. Marks of direction and joiners
 * stay, since right-to-left scripts and emoji are written with them.
 */
const deceptive =
  /[\u202A-\u202E\u2066-\u2069\uFFF9-\uFFFB]|(?![\t\n\r])\p{Cc}|\p{Surrogate}|(?<![\u{1F3F4}\u{E0020}-\u{E007F}])[\u{E0000}-\u{E007F}]+/gu;

/** Those, and the blanks of no width that a reader of the exact text wants to know about. */
const invisible = new RegExp(
  `${deceptive.source}|[\\u00AD\\u180E\\u200B\\u200E\\u200F\\u061C\\u2060-\\u2064\\uFEFF]`,
  "gu",
);

/** Beyond this many, characters are replaced by one sign each: a mark for each would be a flood. */
const marksMax = 200;

export type TextPart = { readonly text: string; readonly isMark: boolean };

/** Cuts a text at its hidden characters, which become marks with their names, such as `U+202E`. */
export function markHiddenCharacters(text: string, scope: "deceptive" | "all"): TextPart[] {
  const pattern = scope === "all" ? invisible : deceptive;
  const parts: TextPart[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(pattern)) {
    if (parts.length >= marksMax * 2) break;
    if (index > end) parts.push({ text: text.slice(end, index), isMark: false });
    parts.push({ text: nameOf(found), isMark: true });
    end = index + found.length;
  }
  const rest = text.slice(end);
  if (rest !== "") parts.push({ text: rest.replace(pattern, "\uFFFD"), isMark: false });
  return parts;
}

/** The text without anything that could reorder or hide it, for places that take no marks. */
export function replaceHiddenCharacters(text: string): string {
  return text.replace(deceptive, "\uFFFD");
}

function nameOf(found: string): string {
  const [first = ""] = found;
  const code = (first.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const length = [...found].length;
  return length > 1 ? `U+${code} × ${length}` : `U+${code}`;
}
