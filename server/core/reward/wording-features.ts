/** Number of buckets into which words are hashed. */
export const wordingWidth = 64;

/**
 * Which words a text uses, in any language: every word falls into one of {@link wordingWidth}
 * buckets by its hash, and a bucket holds the square root of its share of the words. Frequent words
 * dominate their buckets, and how often someone writes "because" or "pero" says much about style.
 * No vocabulary is fitted, so the same text has the same features in every project.
 *
 * @param words hashes from `scanText`
 * @see Weinberger et al. 2009, https://arxiv.org/abs/0902.2206 (feature hashing)
 */
export function hashWording(words: Int32Array): Float64Array {
  const shares = new Float64Array(wordingWidth);
  for (const word of words) shares[bucketOf(word)] += 1;
  // A floor on the length keeps a text of three words from having extreme shares.
  const count = Math.max(16, words.length);
  for (let bucket = 0; bucket < wordingWidth; bucket++) {
    shares[bucket] = Math.sqrt(shares[bucket] / count);
  }
  return shares;
}

/** The finaliser of MurmurHash3 spreads the low bits, which FNV mixes badly. */
function bucketOf(word: number): number {
  let hash = word ^ (word >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % wordingWidth;
}
