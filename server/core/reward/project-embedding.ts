import { createRandom } from "#server/core/numerics/random.ts";

/** Widest embedding that a model learns on; its fit costs the square of its width. */
export const embeddingWidthMax = 64;

/**
 * An embedding of at most {@link embeddingWidthMax} numbers: wider ones go through a random
 * projection of ±1/√64 entries that is seeded by their width alone.
 *
 * Not principal components: those would follow the spectrum better, but they have to be fitted,
 * stored with every version of a model (a quarter of a megabyte and more) and change with each
 * completion that arrives, so that no two versions could share stored numbers. The projection is the
 * same for every project and for ever, keeps distances within about 12 %, and is applied once, when
 * an embedding arrives.
 *
 * @see Achlioptas 2003, https://doi.org/10.1016/S0022-0000(03)00025-4
 */
export function projectEmbedding(embedding: Float64Array): Float64Array {
  if (embedding.length <= embeddingWidthMax) return embedding;
  const signs = signsFor(embedding.length);
  const scale = 1 / Math.sqrt(embeddingWidthMax);
  const projected = new Float64Array(embeddingWidthMax);
  for (let row = 0; row < embeddingWidthMax; row++) {
    let sum = 0;
    for (let k = 0, at = row * embedding.length; k < embedding.length; k++) {
      sum += signs[at + k] * embedding[k];
    }
    projected[row] = scale * sum;
  }
  return projected;
}

/** A pure function of the width that is slow to compute; one service has one width. */
const drawn = new Map<number, Int8Array>();

function signsFor(width: number): Int8Array {
  const known = drawn.get(width);
  if (known !== undefined) return known;
  const random = createRandom(width);
  const signs = new Int8Array(embeddingWidthMax * width);
  for (let at = 0; at < signs.length; at += 32) {
    const bits = random.uint32();
    const end = Math.min(32, signs.length - at);
    for (let bit = 0; bit < end; bit++) signs[at + bit] = ((bits >>> bit) & 1) === 1 ? 1 : -1;
  }
  drawn.clear();
  drawn.set(width, signs);
  return signs;
}
