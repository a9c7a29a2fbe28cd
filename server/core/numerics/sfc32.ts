/**
 * The 32-bit "small fast counting" generator of Chris Doty-Humphrey (PractRand, public domain,
 * https://pracrand.sourceforge.net/): 128 bits of state, a period of at least 2³² from any state
 * and about 2¹²⁷ on average. Not for cryptography.
 *
 * @param state words a, b, c and the counter, taken modulo 2³²; used as given, without warm-up
 * @returns a function giving the next integer in 0…2³²−1
 */
export function createSfc32(state: {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly counter: number;
}): () => number {
  let a = state.a | 0;
  let b = state.b | 0;
  let c = state.c | 0;
  let counter = state.counter | 0;
  return function next(): number {
    const output = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + output) | 0;
    return output >>> 0;
  };
}

/**
 * Spreads one 32-bit seed over a sequence of well-mixed words: a Weyl sequence through a
 * MurmurHash3-style finaliser (SplittableRandom, Steele, Lea and Flood 2014,
 * https://doi.org/10.1145/2714064.2660195, with the 32-bit constants of T. Ettinger). Neighbouring
 * seeds give unrelated words, which sfc32 alone does not promise.
 *
 * @returns a function giving the next integer in 0…2³²−1
 */
export function createSplitmix32(seed: number): () => number {
  let state = seed | 0;
  return function next(): number {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    mixed ^= mixed >>> 15;
    return mixed >>> 0;
  };
}
