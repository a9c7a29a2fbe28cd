import { isCommonWord } from "./phrases.ts";
import { unitsScannedMax } from "./scan-text.ts";

/** Width of the n-gram projection. */
export const ngramWidth = 64;

const scratch = new Int32Array(2 * unitsScannedMax);

/**
 * A dense signature of which words and word pairs a text uses: a seeded random projection of its
 * hashed unigram and bigram weights (1 + log count, common words at a fifth), scaled to unit length
 * before projecting. Texts that share wording have signatures that point the same way; no
 * vocabulary is kept, so the same text has the same signature in every project.
 *
 * @param words hashes from `scanText`
 * @returns {@link ngramWidth} numbers; all zero for a text without words
 * @see Achlioptas, "Database-friendly random projections", JCSS 66 (2003) 671–687
 */
export function projectNgrams(words: Int32Array): Float64Array {
  const projection = new Float64Array(ngramWidth);
  const count = listNgrams(words);
  const ngrams = scratch.subarray(0, count).sort();
  let squares = 0;
  let start = 0;
  for (let index = 1; index <= count; index += 1) {
    if (index < count && ngrams[index] === ngrams[start]) continue;
    const ngram = ngrams[start];
    const weight = (1 + Math.log(index - start)) * (isCommonWord(ngram) ? 0.2 : 1);
    squares += weight * weight;
    addSigned(projection, ngram, weight);
    start = index;
  }
  if (squares === 0) return projection;
  const scale = 1 / Math.sqrt(squares);
  for (let index = 0; index < ngramWidth; index += 1) projection[index] *= scale;
  return projection;
}

/** Fills the scratch array with word hashes and word-pair hashes and returns how many there are. */
function listNgrams(words: Int32Array): number {
  scratch.set(words);
  for (let index = 1; index < words.length; index += 1) {
    const first = words[index - 1];
    scratch[words.length + index - 1] = Math.imul(first, 0x9e3779b9) ^ words[index];
  }
  return Math.max(0, 2 * words.length - 1);
}

/** Adds the weight to every coordinate with the sign that the hash gives that coordinate. */
function addSigned(projection: Float64Array, ngram: number, weight: number): void {
  let low = mix(ngram);
  let high = mix(ngram ^ 0x5bd1e995);
  for (let index = 0; index < 32; index += 1) {
    projection[index] += low < 0 ? -weight : weight;
    projection[index + 32] += high < 0 ? -weight : weight;
    low <<= 1;
    high <<= 1;
  }
}

/** The finaliser of MurmurHash3: every input bit reaches every output bit. */
function mix(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
