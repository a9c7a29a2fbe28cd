import type { Random } from "#server/core/numerics/random.ts";

/** Above this mean a table would be large and the generator's own rejection method is as fast. */
const TABLE_MEAN_MAX = 256;
const TABLES_MAX = 4096;
const GUIDE_SIZE = 64;
const TAIL = 2 ** -60;

/**
 * A source of Poisson resamples of many counts, for a bootstrap that draws the same means over and
 * over: each distinct mean gets a cumulative table with a guide into it, so that a draw costs one
 * uniform and about one comparison.
 *
 * @param counts means of the cells; zero stays zero. Not changed.
 * @param random the generator every draw is taken from.
 * @returns a function that draws all cells afresh.
 * Source: Devroye 1986 §III.2.4, http://luc.devroye.org/rnbookindex.html; tails beyond 2⁻⁶⁰ are cut.
 */
export function createCountResampler(counts: Float64Array, random: Random): () => Float64Array {
  const tables = new Map<number, PoissonTable>();
  const tableOf = Array.from(counts, (mean): PoissonTable | null => {
    const known = tables.get(mean);
    if (known !== undefined) return known;
    if (!(mean > 0 && mean <= TABLE_MEAN_MAX) || tables.size === TABLES_MAX) return null;
    const table = tabulatePoisson(mean);
    tables.set(mean, table);
    return table;
  });
  return function resampleCounts(): Float64Array {
    const drawn = new Float64Array(counts.length);
    for (let cell = 0; cell < counts.length; cell++) {
      if (counts[cell] === 0) continue;
      const table = tableOf[cell];
      drawn[cell] = table === null ? random.poisson(counts[cell]) : lookUp(table, random.uniform());
    }
    return drawn;
  };
}

type PoissonTable = {
  /** P(X ≤ least + k), the last entry exactly one. */
  readonly cumulative: Float64Array;
  /** The first k that a uniform in [j, j + 1)/GUIDE_SIZE may reach. */
  readonly guide: Int32Array;
  readonly least: number;
};

function lookUp({ cumulative, guide, least }: PoissonTable, uniform: number): number {
  let k = guide[Math.floor(uniform * GUIDE_SIZE)];
  while (uniform >= cumulative[k]) k++;
  return least + k;
}

function tabulatePoisson(mean: number): PoissonTable {
  const probabilities: number[] = [];
  let least = 0;
  let probability = Math.exp(-mean);
  for (let count = 0; count < mean || probability > TAIL; count++) {
    if (probability > TAIL) probabilities.push(probability);
    else least = count + 1;
    probability *= mean / (count + 1);
  }
  const cumulative = new Float64Array(probabilities.length);
  let sum = 0;
  for (const [k, share] of probabilities.entries()) cumulative[k] = sum += share;
  cumulative[cumulative.length - 1] = 1;
  const guide = new Int32Array(GUIDE_SIZE);
  let k = 0;
  for (let slot = 0; slot < GUIDE_SIZE; slot++) {
    while (cumulative[k] <= slot / GUIDE_SIZE) k++;
    guide[slot] = k;
  }
  return { cumulative, guide, least };
}
