import { diffArrays } from "diff";

export type DifferencePart = { readonly text: string; readonly isOwn: boolean };

/** Both texts in full, each cut where it begins or ends to differ from the other. */
export type Difference = {
  readonly level: "words" | "lines";
  readonly left: readonly DifferencePart[];
  readonly right: readonly DifferencePart[];
  /** Share of the words (or lines) of both texts that is in both, from 0 to 1. */
  readonly sharedShare: number;
};

const timeoutMs = 1500;
const partsMax = 8000;
/** A shared run no longer than this, between two that differ, is chance and makes reading harder. */
const chanceLength = 10;

const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*|[\p{L}\p{M}\p{N}_’']+|[^\s\p{L}\p{M}\p{N}_]|\p{M}/u;
const words = new RegExp(`^\\s+|(?:${word.source})\\s*`, "gu");
const lines = /[^\n]*\n|[^\n]+/g;

/**
 * Compares by words and, where that takes too long or yields a patchwork, by lines. Null where even
 * those differ too much. Blanks around a word do not make it another word.
 */
export function compareTexts(left: string, right: string): Difference | null {
  return compareBy("words", left, right) ?? compareBy("lines", left, right);
}

function compareBy(level: Difference["level"], left: string, right: string): Difference | null {
  const pattern = level === "words" ? words : lines;
  const [ofLeft, ofRight] = [left.match(pattern) ?? [], right.match(pattern) ?? []];
  const numbers = new Map<string, number>();
  const changes = diffArrays(number(ofLeft, numbers), number(ofRight, numbers), {
    timeout: timeoutMs,
  });
  if (changes === undefined || changes.length > partsMax) return null;
  return { level, ...placeRuns(findRuns(changes, ofLeft, ofRight)) };
}

/** Equal tokens get equal numbers, which compare faster than texts. */
function number(tokens: readonly string[], numbers: Map<string, number>): number[] {
  return tokens.map((token) => {
    const key = token.trim();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  });
}

type Run = { isShared: boolean; left: string; right: string; readonly size: number };
type Change = { readonly added: boolean; readonly removed: boolean; readonly count: number };

function findRuns(
  changes: readonly Change[],
  left: readonly string[],
  right: readonly string[],
): Run[] {
  const runs: Run[] = [];
  let [atLeft, atRight] = [0, 0];
  for (const { added, removed, count } of changes) {
    const ofLeft = added ? "" : left.slice(atLeft, atLeft + count).join("");
    const ofRight = removed ? "" : right.slice(atRight, atRight + count).join("");
    if (!added) atLeft += count;
    if (!removed) atRight += count;
    const isShared = !added && !removed;
    runs.push({ isShared, left: ofLeft, right: ofRight, size: isShared ? 2 * count : count });
  }
  return runs.map((run, index) => ({ ...run, isShared: run.isShared && !isChance(runs, index) }));
}

function isChance(runs: readonly Run[], index: number): boolean {
  const run = runs[index];
  if (run === undefined || index === 0 || index === runs.length - 1) return false;
  return run.left.trim().length <= chanceLength && !run.left.includes("\n\n") && run.size <= 4;
}

function placeRuns(runs: readonly Run[]): Omit<Difference, "level"> {
  const total = runs.reduce((sum, run) => sum + run.size, 0);
  const shared = runs.reduce((sum, run) => sum + (run.isShared ? run.size : 0), 0);
  return {
    left: join(runs.map(({ left, isShared }) => ({ text: left, isOwn: !isShared }))),
    right: join(runs.map(({ right, isShared }) => ({ text: right, isOwn: !isShared }))),
    sharedShare: total === 0 ? 1 : shared / total,
  };
}

function join(parts: readonly DifferencePart[]): DifferencePart[] {
  const joined: { text: string; isOwn: boolean }[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.text === "") continue;
    if (last !== undefined && last.isOwn === part.isOwn) last.text += part.text;
    else joined.push({ ...part });
  }
  return joined;
}
