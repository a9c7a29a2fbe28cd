/** About what a browser can turn into formatted text within a third of a second. */
const weightMax = 9000;
const lengthMax = 200_000;
const depthMax = 60;

/**
 * True for a text that must not be read as Markdown at once: larger than any answer to be read, made
 * of markup, or nested so deep that reading it would exhaust the stack.
 */
export function isTooHeavy(text: string): boolean {
  return text.length > lengthMax || weigh(text) > weightMax;
}

/** Pieces that are each light enough to be read, cut between paragraphs where there are any. */
export function splitForReading(text: string): string[] {
  const pieces: string[] = [];
  let piece: string[] = [];
  let weight = 0;
  let length = 0;
  for (const paragraph of text.split(/(?<=\n[ \t]*\n)/)) {
    const own = weigh(paragraph);
    if (piece.length > 0 && (weight + own > weightMax / 3 || length > lengthMax / 5)) {
      pieces.push(piece.join(""));
      piece = [];
      weight = 0;
      length = 0;
    }
    piece.push(paragraph);
    weight += own;
    length += paragraph.length;
  }
  if (piece.length > 0) pieces.push(piece.join(""));
  return pieces;
}

/** Signs that mean something to Markdown, lines, and a weight beyond any limit for deep nesting. */
function weigh(text: string): number {
  let weight = 0;
  let fence: string | null = null;
  for (const { 0: line } of text.matchAll(/[^\n]+/g)) {
    weight += 1;
    const mark: string | undefined = /^[ \t>]*(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined && (fence === null || mark.startsWith(fence))) {
      fence = fence === null ? mark : null;
    }
    if (fence !== null) continue;
    if (depthOf(line) > depthMax) return Number.POSITIVE_INFINITY;
    weight += countMarkup(line);
    if (weight > weightMax) return weight;
  }
  return weight;
}

/** How many quotes and lists a line opens or continues. */
function depthOf(line: string): number {
  const start = /^(?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*/.exec(line)?.[0] ?? "";
  // Spaces before a line of text are an indented block of code, and cheap.
  if (!/[^ \t]/.test(start)) return 0;
  return start.replace(/\d+[.)]| {2}|\t/g, "-").replaceAll(" ", "").length;
}

function countMarkup(line: string): number {
  let count = 0;
  for (let index = 0; index < line.length && count <= weightMax; index += 1) {
    const sign = line[index] ?? "";
    if (sign === "$") count += 5;
    else if ("*_`~[]<|&".includes(sign)) count += 1;
  }
  return count;
}
