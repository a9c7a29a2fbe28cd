import { dropInvisible } from "./blank-text.ts";

/** What is left of a text when differences are taken away that do not change what it says. */
export type FoldedText = {
  /** Without invisible characters, white space as single spaces, lower case, no closing marks. */
  readonly plain: string;
  /** Nor with punctuation, quotation marks, dashes and Markdown emphasis. */
  readonly bare: string;
};

/**
 * Folds a text twice. Code and formulas between dollars stay as they are in both; where punctuation
 * belongs to a number, calculates or is all there is, it stays, too. Time grows with the length of
 * the text whatever it holds.
 */
export function foldText(text: string): FoldedText {
  const { prose, spans } = setCodeAside(dropInvisible(text.normalize("NFC")));
  const plain = dropClosingMarks(joinSpace(prose.toLowerCase()));
  const bare = joinSpace(prose.toLowerCase().split("\n").map(bareLine).join(" "));
  return {
    plain: putCodeBack(plain, spans),
    bare: putCodeBack(bare === "" ? plain : joinIdeographs(bare), spans),
  };
}

/** Fenced blocks, whose opening mark must not be tried at several lengths, code and formulas. */
const codeBlock =
  /^ {0,3}(?=(`{3,}|~{3,}))\1[^`\n]*\n[\s\S]*?(?:^ {0,3}\1[`~]*[ \t\r]*$|$(?![\s\S]))/gm;
const codeSpan = /(?<!`)(`+)[^`\n]+\1(?!`)|\$(?=\S)[^$\n]+(?<=\S)\$(?!\d)/g;

/** Stands for a piece of code: no character of any text, since it was dropped as invisible. */
const place = "\uFDD0";

function setCodeAside(text: string): { prose: string; spans: readonly string[] } {
  const blocks: string[] = [];
  const withoutBlocks = text.replace(codeBlock, (block) => {
    blocks.push(
      block
        .split("\n")
        .map((line) => line.trimEnd())
        .join("\n"),
    );
    return place;
  });
  let block = 0;
  const spans: string[] = [];
  const marked = new RegExp(`${place}|${codeSpan.source}`, "g");
  const prose = withoutBlocks.replace(marked, (span) => {
    spans.push(span === place ? blocks[block++] : span);
    return place;
  });
  return { prose, spans };
}

function putCodeBack(prose: string, spans: readonly string[]): string {
  let next = 0;
  return prose.replaceAll(place, () => spans[next++]);
}

function joinSpace(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

/** What may close a text without changing what it says. */
const closingMarks = ".!。！ ";
const onlyClosingMarks = new RegExp(`^[${closingMarks}]*$`, "u");

/** Whether a plain text is nothing but marks that close one. */
export function isClosingMarks(plain: string): boolean {
  return onlyClosingMarks.test(plain);
}

function dropClosingMarks(text: string): string {
  // A pattern tied to the end would be tried from every mark of a long run of them.
  let end = text.length;
  while (end > 0 && closingMarks.includes(text[end - 1]) && !isFactorial(text, end)) end -= 1;
  return end === 0 ? text : text.slice(0, end);
}

function isFactorial(text: string, end: number): boolean {
  return text[end - 1] === "!" && /\d/.test(text.charAt(end - 2));
}

const emphasis = /(?<![\p{L}\p{N}*_])([*_]{1,3})(?![\s*_])([^*_]+)(?<!\s)\1(?![\p{L}\p{N}*_])/gu;

/** Signs that calculate, call or name things: in a line with one, punctuation may do so as well. */
const calculating =
  /[\p{Sm}\\{}[\]^*_]|::|:\/\/|[\p{L}\p{N}]\(|(?<![\p{L}\p{N}])\p{L} ?- ?\p{L}(?![\p{L}\p{N}])/u;

function bareLine(line: string): string {
  const plain = line
    .replace(/^\s{0,20}[-*+•–—] +(?=\S)/u, "• ")
    .replace(emphasis, "$2")
    // Once more for emphasis within emphasis.
    .replace(emphasis, "$2")
    .replace(/[“”„‟«»]/gu, '"')
    .replace(/[‘’‚‛‹›]/gu, "'")
    .replace(/[\p{Pd}\u2212]/gu, "-");
  return calculating.test(plain) ? plain : plain.replace(meaningless, " ");
}

/** Punctuation that is part of no number and of no word. */
const meaningless = new RegExp(
  [
    /[…¿¡、。；？！「」『』؟،؛۔।·]/u,
    // "1.5", ".5", "1,000" and "12:30" are numbers; "fig.5" and "9. Then" are not.
    /\.(?!\d)|(?<=[\p{L}])\./u,
    /[,;:?，：](?!\d)|(?<!\d)[,;:?，：]/u,
    // 5! is 120, and 5'10" a height.
    /(?<!\d)[!")]/u,
    /\((?!\d)/u,
    /(?<![\p{L}\d])'|(?<!\d)'(?!\p{L})/u,
    /(?<!\d)-(?! ?\d)/u,
  ]
    .map((pattern) => pattern.source)
    .join("|"),
  "gu",
);

/** Scripts without spaces: one between two signs says nothing. */
function joinIdeographs(text: string): string {
  return text.replace(
    /(?<=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]) | (?=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])/gu,
    "",
  );
}
