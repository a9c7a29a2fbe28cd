import { unitsScannedMax } from "./scan-text.ts";

// Filled and read within one call; allocating it per text would dominate the time.
const scratch = new Int32Array(unitsScannedMax);

/** How a text spends its words. All shares lie in 0…1 and are 0 for a text without words. */
export type WordUse = {
  types: number;
  hapaxShare: number;
  topShare: number;
  repeatedBigramShare: number;
  repeatedTrigramShare: number;
};

/**
 * Counts distinct and repeated words, word pairs and word triples by sorting their hashes; a map
 * per text would cost several times as much.
 */
export function measureWordUse(words: Int32Array): WordUse {
  if (words.length === 0) {
    return {
      types: 0,
      hapaxShare: 0,
      topShare: 0,
      repeatedBigramShare: 0,
      repeatedTrigramShare: 0,
    };
  }
  scratch.set(words);
  const runs = countRuns(words.length);
  return {
    types: runs.distinct,
    hapaxShare: runs.single / words.length,
    topShare: runs.longest / words.length,
    repeatedBigramShare: repeatedShare(words, 2),
    repeatedTrigramShare: repeatedShare(words, 3),
  };
}

/** Hash of the two or three words that start at an index, order included. */
function hashSpan(words: Int32Array, start: number, span: number): number {
  let hash = words[start];
  for (let offset = 1; offset < span; offset += 1) {
    hash = Math.imul(hash, 0x9e3779b9) + words[start + offset];
  }
  return hash | 0;
}

function repeatedShare(words: Int32Array, span: number): number {
  const count = words.length - span + 1;
  if (count <= 0) return 0;
  for (let start = 0; start < count; start += 1) scratch[start] = hashSpan(words, start, span);
  return 1 - countRuns(count).distinct / count;
}

type Runs = { distinct: number; single: number; longest: number };

/** Runs of equal values among the first `count` of the scratch array, which it sorts. */
function countRuns(count: number): Runs {
  const values = scratch.subarray(0, count).sort();
  const runs = { distinct: 0, single: 0, longest: 0 };
  let start = 0;
  for (let index = 1; index <= count; index += 1) {
    if (index < count && values[index] === values[start]) continue;
    const length = index - start;
    runs.distinct += 1;
    if (length === 1) runs.single += 1;
    if (length > runs.longest) runs.longest = length;
    start = index;
  }
  return runs;
}
