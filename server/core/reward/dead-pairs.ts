import { isBlank } from "./blank-text.ts";
import { foldText, isClosingMarks } from "./fold-text.ts";
import { scanText } from "./scan-text.ts";

/** Why two completions are not worth comparing. */
export type DeadPairReason = "identical" | "near-identical" | "one is empty";

/** Share of word triples that two long texts must have in common to count as near-identical. */
const sharedShareMin = 0.95;

/** A changed word never makes shorter texts near-identical: one name may decide between them. */
const triplesMin = 40;

export type DeadPair = {
  /** Indices of the two texts, first < second. */
  readonly first: number;
  readonly second: number;
  readonly reason: DeadPairReason;
};

/**
 * Finds the pairs among some texts that no judgment could tell apart, or that need none: equal up
 * to white space, case and closing punctuation; equal up to all punctuation and emphasis; long texts
 * that share nearly all word triples and every number; one side without any ink.
 *
 * A changed number keeps a pair alive however much text agrees, because it may be the whole
 * difference between a right and a wrong answer. Texts are therefore compared only with those of
 * the same numbers, and word by word only where a bound on what they share leaves it open.
 *
 * @returns the dead pairs, in order of their indices
 */
export function findDeadPairs(texts: readonly string[]): DeadPair[] {
  const blank = texts.map(isBlank);
  const folded = texts.map(foldText);
  const plain = folded.map((one) => one.plain);
  const closing = plain.map(isClosingMarks);
  const worded = plain.map((text) => /[\p{L}\p{N}]/u.test(text));
  const numbers = plain.map(digitsOf);
  const triples: (Triples | undefined)[] = [];
  const triplesAt = (index: number) => {
    const counted = triples[index] ?? countTriples(plain[index]);
    triples[index] = counted;
    return counted;
  };
  const reasonFor = (first: number, second: number): DeadPairReason | null => {
    if (plain[first] === plain[second] || (blank[first] && blank[second])) return "identical";
    if (blank[first] || blank[second]) return "one is empty";
    // A lone full stop says as little as nothing, unless the other side is but a mark as well.
    if ((closing[first] && worded[second]) || (worded[first] && closing[second])) {
      return "one is empty";
    }
    if (folded[first].bare === folded[second].bare) return "near-identical";
    if (numbers[first] !== numbers[second]) return null;
    return areNearIdentical(triplesAt(first), triplesAt(second)) ? "near-identical" : null;
  };
  const dead: DeadPair[] = [];
  for (let first = 0; first < texts.length; first++) {
    for (let second = first + 1; second < texts.length; second++) {
      const reason = reasonFor(first, second);
      if (reason !== null) dead.push({ first, second, reason });
    }
  }
  return dead;
}

function digitsOf(text: string): string {
  return text.replace(/\P{N}+/gu, " ");
}

/** The word triples of a text. */
type Triples = {
  /** Their hashes in increasing order. */
  readonly sorted: Int32Array;
  /** How many of them fall into each of 64 bins. */
  readonly bins: Uint32Array;
};

function countTriples(text: string): Triples {
  const { words } = scanText(text);
  const sorted = new Int32Array(Math.max(0, words.length - 2));
  const bins = new Uint32Array(64);
  for (let start = 0; start < sorted.length; start++) {
    const pair = Math.imul(words[start], 0x9e3779b9) + words[start + 1];
    const triple = (Math.imul(pair, 0x9e3779b9) + words[start + 2]) | 0;
    sorted[start] = triple;
    bins[triple & 63] += 1;
  }
  return { sorted: sorted.sort(), bins };
}

/** Whether the Jaccard similarity of the multisets reaches the bound; never unless both are long. */
function areNearIdentical(left: Triples, right: Triples): boolean {
  const counts = [left.sorted.length, right.sorted.length];
  const shortest = Math.min(...counts);
  if (shortest < triplesMin) return false;
  // J = s/(n + m − s) reaches j where s reaches j(n + m)/(1 + j).
  const needed = (sharedShareMin * (counts[0] + counts[1])) / (1 + sharedShareMin);
  if (shortest < needed || sharedBins(left.bins, right.bins) < needed) return false;
  return sharedEntries(left.sorted, right.sorted) >= needed;
}

/** An upper bound on what two multisets share. */
function sharedBins(left: Uint32Array, right: Uint32Array): number {
  let shared = 0;
  for (let bin = 0; bin < left.length; bin++) shared += Math.min(left[bin], right[bin]);
  return shared;
}

function sharedEntries(left: Int32Array, right: Int32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const difference = left[i] - right[j];
    if (difference <= 0) i += 1;
    if (difference >= 0) j += 1;
    if (difference === 0) shared += 1;
  }
  return shared;
}
