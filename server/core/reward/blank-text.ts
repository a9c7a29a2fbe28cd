/** Characters that take no ink and no room. White space is not among them. */
const invisible =
  /\u{1F3F4}[\u{E0020}-\u{E007F}]+|(?![\t-\r\u3164\uFFA0])[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\uFDD0]/gu;

/** Letters, braille and notes that are drawn as nothing, but as wide as a space. */
const blankSigns = /[\u2800\u3164\uFFA0\u{1D159}]/gu;

const ink = /[^\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800\u{1D159}]/u;

/** Whether a reader sees nothing at all: no text, white space, or characters without ink. */
export function isBlank(text: string): boolean {
  return !ink.test(text);
}

/** A text as its reader sees it: without characters that show nothing, with blank ones as spaces. */
export function dropInvisible(text: string): string {
  return text
    .replace(invisible, (found) => (found.startsWith("\u{1F3F4}") ? found : ""))
    .replace(blankSigns, " ");
}
