import { characterClass, classOfUnit, foldedUnit } from "./character-classes.ts";

/** Units of a text that are looked at. What follows counts towards its length and nothing else. */
export const unitsScannedMax = 131_072;

/** Longer runs of letters are cut here, so that a script without spaces still has words. */
const wordUnitsMax = 40;
const otherUnits = 128;

// Filled and copied from within one call: allocating them per text would cost more than scanning.
const wordScratch = new Int32Array(unitsScannedMax);
const lengthScratch = new Uint8Array(unitsScannedMax);

/** One pass over a text: its words as 32-bit hashes and its characters as counts. */
export type TextScan = {
  /** Length of the whole text in UTF-16 units. */
  readonly units: number;
  /** Units that were looked at, at most {@link unitsScannedMax}. */
  readonly unitsScanned: number;
  /** Folded 32-bit hash of each word in order. */
  readonly words: Int32Array;
  /** Length of each word in units. */
  readonly wordUnits: Uint8Array;
  /** How often each ASCII unit occurs; the last entry counts everything else. */
  readonly unitCounts: Uint32Array;
  /** How often each class of `character-classes.ts` occurs. */
  readonly classCounts: Uint32Array;
  readonly sentences: number;
  readonly questions: number;
  readonly exclamations: number;
};

/**
 * Scans a text of any script in one pass. Time is bounded by {@link unitsScannedMax} whatever the
 * length. Words are maximal runs of letters, marks and digits (an apostrophe inside is dropped, so
 * "don't" is "dont"); an ideograph or kana is a word of its own.
 */
export function scanText(text: string): TextScan {
  const unitsScanned = Math.min(text.length, unitsScannedMax);
  const unitCounts = new Uint32Array(otherUnits + 1);
  const classCounts = new Uint32Array(11);
  let wordCount = 0;
  let hash = hashSeed;
  let length = 0;
  for (let index = 0; index < unitsScanned; index += 1) {
    const unit = text.charCodeAt(index);
    const kind = classOfUnit[unit];
    unitCounts[Math.min(unit, otherUnits)] += 1;
    classCounts[kind] += 1;
    if (
      kind === characterClass.lower ||
      kind === characterClass.upper ||
      kind === characterClass.digit
    ) {
      hash = Math.imul(hash ^ foldedUnit[unit], hashPrime);
      length += 1;
      if (length < wordUnitsMax) continue;
    } else if (length > 0 && (unit === 39 || unit === 0x2019)) {
      continue;
    }
    if (length > 0) {
      wordScratch[wordCount] = hash;
      lengthScratch[wordCount] = length;
      wordCount += 1;
      hash = hashSeed;
      length = 0;
    }
    if (kind === characterClass.ideograph) {
      wordScratch[wordCount] = Math.imul(hashSeed ^ unit, hashPrime);
      lengthScratch[wordCount] = 2;
      wordCount += 1;
    }
  }
  if (length > 0) {
    wordScratch[wordCount] = hash;
    lengthScratch[wordCount] = length;
    wordCount += 1;
  }
  return {
    units: text.length,
    unitsScanned,
    words: wordScratch.slice(0, wordCount),
    wordUnits: lengthScratch.slice(0, wordCount),
    unitCounts,
    classCounts,
    ...countSentences(text, unitsScanned),
  };
}

/** The hash {@link scanText} gives to a single word. */
export function hashWord(word: string): number {
  const hash = scanText(word).words[0];
  if (hash === undefined) throw new RangeError(`"${word}" holds no word.`);
  return hash;
}

// FNV-1a, 32 bits.
const hashSeed = 0x811c9dc5 | 0;
const hashPrime = 16777619;

type SentenceCounts = { sentences: number; questions: number; exclamations: number };

function countSentences(text: string, end: number): SentenceCounts {
  const counts = { sentences: 0, questions: 0, exclamations: 0 };
  let isOpen = false;
  for (let index = 0; index < end; index += 1) {
    const unit = text.charCodeAt(index);
    const mark = sentenceMark(unit);
    if (mark === 0) {
      if (unit === 10 && isOpen) {
        counts.sentences += 1;
        isOpen = false;
      } else if (unit > 32) {
        isOpen = true;
      }
      continue;
    }
    if (mark === 2) counts.questions += 1;
    if (mark === 3) counts.exclamations += 1;
    const next = index + 1 < end ? text.charCodeAt(index + 1) : 32;
    // "3.14" and "example.com" do not end a sentence; full-width marks are followed by no space.
    if (isOpen && (unit > 127 || next <= 32 || next === 34 || next === 41 || next === 42)) {
      counts.sentences += 1;
      isOpen = false;
    }
  }
  if (isOpen) counts.sentences += 1;
  return counts;
}

/** 1 for a full stop, 2 for a question mark, 3 for an exclamation mark, in any script; else 0. */
function sentenceMark(unit: number): number {
  if (unit < 128) return unit === 46 ? 1 : unit === 63 ? 2 : unit === 33 ? 3 : 0;
  if (unit === 0x3002 || unit === 0x0964 || unit === 0x06d4) return 1;
  if (unit === 0xff1f || unit === 0x061f) return 2;
  return unit === 0xff01 ? 3 : 0;
}
