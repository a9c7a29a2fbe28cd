import { scanText } from "./scan-text.ts";

/** Why two completions are not worth comparing. */
export type DeadPairReason = "identical" | "near-identical" | "one is empty";

/** Share of word triples that two long texts must have in common to count as near-identical. */
const sharedShareMin = 0.95;

/** Shorter texts are never near-identical: one operator or one name may decide between them. */
const triplesMin = 40;

/**
 * Finds pairs that no judgment could tell apart, or that need none: equal up to white space, case and
 * closing punctuation; long texts that share nearly all word triples and every number; one side
 * without any ink.
 *
 * A changed number keeps a pair alive however much text agrees, because it may be the whole
 * difference between a right and a wrong answer.
 *
 * @returns the reason, or null when the pair is worth judging
 */
export function findDeadPair(first: string, second: string): DeadPairReason | null {
  const left = plainText(first);
  const right = plainText(second);
  if (left === right) return "identical";
  if (left === "" || right === "") return "one is empty";
  if (digitsOf(left) !== digitsOf(right)) return null;
  return sharedTriples(left, right) >= sharedShareMin ? "near-identical" : null;
}

function plainText(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\s\u200b\ufeff]+/gu, " ")
    .trim()
    .replace(/[.!。！ ]+$/u, "");
}

function digitsOf(text: string): string {
  return text.replace(/\P{N}+/gu, " ");
}

/** Jaccard similarity of the multisets of word triples; 0 unless both are long. */
function sharedTriples(left: string, right: string): number {
  const counts = new Map<number, number>();
  const leftTriples = triplesOf(left);
  const rightTriples = triplesOf(right);
  if (Math.min(leftTriples.length, rightTriples.length) < triplesMin) return 0;
  for (const triple of leftTriples) counts.set(triple, (counts.get(triple) ?? 0) + 1);
  let shared = 0;
  for (const triple of rightTriples) {
    const count = counts.get(triple) ?? 0;
    if (count === 0) continue;
    counts.set(triple, count - 1);
    shared += 1;
  }
  return shared / (leftTriples.length + rightTriples.length - shared);
}

function triplesOf(text: string): Int32Array {
  const { words } = scanText(text);
  const triples = new Int32Array(Math.max(0, words.length - 2));
  for (let start = 0; start < triples.length; start++) {
    const pair = Math.imul(words[start], 0x9e3779b9) + words[start + 1];
    triples[start] = Math.imul(pair, 0x9e3779b9) + words[start + 2];
  }
  return triples;
}
