/** Characters that Unicode keeps out of interchange, so that a mark cannot be mistaken for text. */
const markPattern = /\uFDD0(\d+)\uFDD1/g;
const reserved = /[\uFDD0-\uFDEF]/g;

/** A longer one is not a formula but a mistake, and looking for its end would take its time. */
const formulaLengthMax = 5000;

/** As much of a Markdown tree as restoring touches. */
type TextNode = {
  type: string;
  value?: string;
  children?: TextNode[];
  data?: object;
};

export type HiddenMath = { readonly text: string; readonly formulas: readonly string[] };

/**
 * Takes formulas out of a text before it is read as Markdown, whose emphasis, lists, headings and
 * table cells would tear them apart, and leaves a mark for each. `$…$`, `$$…$$`, `\(…\)` and `\[…\]`
 * are formulas; code is not looked into, and neither are sums of money (see {@link endOfInline}).
 */
export function hideMath(source: string): HiddenMath {
  const text = source.replace(reserved, "\uFFFD");
  const paragraphAfter = createParagraphReader(text);
  const formulas: string[] = [];
  const kept: string[] = [];
  const candidate =
    /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}(?!.*`)|~{3,}).*$|`+|\\[\s\S]|\$+/gm;
  let end = 0;
  for (let found = candidate.exec(text); found !== null; found = candidate.exec(text)) {
    const rest = paragraphAfter(found.index + found[0].length);
    const code = endOfCode(text, found, rest);
    if (code !== null) {
      candidate.lastIndex = code;
      continue;
    }
    const close = endOfFormula(text, found, rest);
    if (close === null) continue;
    kept.push(text.slice(end, found.index), `\uFDD0${formulas.length}\uFDD1`);
    formulas.push(text.slice(found.index, close));
    candidate.lastIndex = close;
    end = close;
  }
  kept.push(text.slice(end));
  return { text: kept.join(""), formulas };
}

/** Puts the formulas back: in prose as elements to be drawn, anywhere else as they were written. */
export function restoreMath({ formulas }: { readonly formulas: readonly string[] }) {
  return (tree: TextNode): void => {
    if (formulas.length > 0) restoreWithin(tree, formulas);
  };
}

/** The formula alone, without its delimiters and without the marks of a quote that it stands in. */
export function readFormula(source: string): { readonly tex: string; readonly isDisplay: boolean } {
  const width = source.startsWith("$") && !source.startsWith("$$") ? 1 : 2;
  return {
    tex: source.slice(width, -width).replace(/\n[ \t]*(?:>[ \t]?)+/g, "\n"),
    isDisplay: source.startsWith("$$") || source.startsWith("\\["),
  };
}

/** Where code ends that begins here; null when none does. An unclosed fence reaches to the end. */
function endOfCode(text: string, found: RegExpExecArray, rest: string): number | null {
  const [whole, fence] = found;
  const start = found.index + whole.length;
  if (fence !== undefined) {
    const closing = new RegExp(`^[ \\t>]*\\${fence[0]}{${fence.length},}[ \\t]*$`, "gm");
    closing.lastIndex = start;
    return closing.exec(text) === null ? text.length : closing.lastIndex;
  }
  if (!whole.startsWith("`")) return null;
  const closing = new RegExp(`(?<!\`)${whole}(?!\`)`, "g");
  const close = closing.exec(rest);
  return close === null ? start : start + close.index + whole.length;
}

/** Where the formula ends that begins here; null when none does. */
function endOfFormula(text: string, found: RegExpExecArray, rest: string): number | null {
  const [opener] = found;
  const start = found.index + opener.length;
  if (opener === "$") return endOfInline(text[start - 2] ?? "", rest, start);
  if (opener !== "$$" && opener !== "\\(" && opener !== "\\[") return null;
  const closer = opener === "$$" ? "$$" : opener === "\\(" ? "\\)" : "\\]";
  const length = rest.indexOf(closer);
  if (length <= 0) return null;
  const end = start + length + 2;
  // `\[text\](address)` is a link that somebody escaped.
  return closer === "\\]" && text[end] === "(" ? null : end;
}

/**
 * The rules of Pandoc for `$`, and some for sums of money: no blank inside the dollar signs, no
 * letter or digit before the first and no digit after the second; "$5 million and so$" is prose.
 */
function endOfInline(before: string, rest: string, start: number): number | null {
  if (/[\p{L}\p{N}]/u.test(before) || /^\s|^$/.test(rest)) return null;
  let close = rest.indexOf("$");
  while (close > 0 && rest[close - 1] === "\\") close = rest.indexOf("$", close + 1);
  if (close <= 0) return null;
  const tex = rest.slice(0, close);
  const after = rest.slice(close + 1, close + 3);
  if (/\s$/.test(tex) || tex.includes("`") || tex.split("\n").length > 3) return null;
  if (/^\d/.test(after) || (/^[\p{L}_]/u.test(after) && !/^(th|st|nd|rd|s\b)/.test(after))) {
    return null;
  }
  if (/^\d[\d.,]*\s+\p{L}{2,}/u.test(tex) && !/[\\^_=]/.test(tex)) return null;
  return start + close + 1;
}

/** Reads what is left of a paragraph; asked from front to back, it finds each blank line once. */
function createParagraphReader(text: string): (start: number) => string {
  const blank = /\n[ \t>]*\n/g;
  let end = 0;
  return (start) => {
    if (end < start) {
      blank.lastIndex = start;
      end = blank.exec(text)?.index ?? text.length;
    }
    return text.slice(start, Math.min(end, start + formulaLengthMax));
  };
}

function restoreWithin(parent: TextNode, formulas: readonly string[]): void {
  parent.children = parent.children?.flatMap((child) => {
    for (const field of ["value", "url", "title", "alt", "lang", "meta"]) {
      const value: unknown = Reflect.get(child, field);
      if (typeof value !== "string" || child.type === "text") continue;
      const restored = value.replace(markPattern, (_, index) => formulas[Number(index)] ?? "");
      Reflect.set(child, field, restored);
    }
    if (child.type === "text") return splitText(child.value ?? "", formulas);
    restoreWithin(child, formulas);
    return [child];
  });
}

function splitText(value: string, formulas: readonly string[]): TextNode[] {
  return value.split(markPattern).flatMap((part, index): TextNode[] => {
    if (index % 2 === 0) return part === "" ? [] : [{ type: "text", value: part }];
    const source = formulas[Number(part)] ?? "";
    const kind = readFormula(source).isDisplay ? "math-display" : "math-inline";
    return [
      {
        type: "formula",
        data: {
          hName: "code",
          hProperties: { className: [kind] },
          hChildren: [{ type: "text", value: source }],
        },
      },
    ];
  });
}
