/** One row per judgment. */
export type JudgmentRows = {
  readonly modelCount: number;
  /** Model indices, 0…modelCount−1. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Positive: the first was better. Negative: the second. Zero: a tie, or both bad. */
  readonly verdict: Int8Array;
};

/**
 * Counts of judgments per row of models. A pair may appear in several rows and in either order;
 * every estimator adds such rows up.
 */
export type PairTable = {
  readonly modelCount: number;
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Judgments in favour of the first model; any finite count that is not negative. */
  readonly wins: Float64Array;
  /** Judgments in favour of the second model. */
  readonly losses: Float64Array;
  readonly ties: Float64Array;
  /** What one judgment of the row weighs (for instance an inverse propensity); 1 when left out. */
  readonly weight?: Float64Array;
};

/**
 * The pair table of raw judgments, in one pass: each unordered pair once, lower index first, pairs
 * in increasing order. The order of the judgments and which side a model stood on do not matter.
 *
 * Up to a few thousand models the pass writes to dense counters, O(N + K²); beyond that it sorts
 * the distinct pairs, O(N log N).
 *
 * @param rows N judgments over K models.
 * @throws RangeError when lengths differ, an index is out of range, or a model is compared with itself.
 */
export function tabulateJudgments({ modelCount, first, second, verdict }: JudgmentRows): PairTable {
  requireModelCount(modelCount);
  requireSameLength(first.length, [second, verdict]);
  const counters = createCounters(modelCount, first, second);
  const { decisive, tied, slotOf } = counters;
  for (let row = 0; row < first.length; row++) {
    const left = first[row];
    const right = second[row];
    if (left === right || left < 0 || right < 0 || left >= modelCount || right >= modelCount) {
      throw new RangeError(`judgment ${row} compares models ${left} and ${right}`);
    }
    const outcome = verdict[row];
    if (outcome > 0) decisive[slotOf(left, right)]++;
    else if (outcome < 0) decisive[slotOf(right, left)]++;
    else tied[left < right ? slotOf(left, right) : slotOf(right, left)]++;
  }
  return collectPairs(modelCount, counters);
}

/**
 * The same table with each unordered pair once, lower index first, every count multiplied by
 * weightᵖᵒʷᵉʳ, and rows without any judgment dropped.
 *
 * @param table any valid pair table; not changed.
 * @param power 1 for the total weight of an outcome, 2 for the sum of its squared weights.
 * @throws RangeError when the table is not valid.
 */
export function consolidatePairs(table: PairTable, power: 1 | 2 = 1): PairTable {
  requirePairTable(table);
  if (isConsolidated(table)) return table;
  const { modelCount, first, second, wins, losses, ties, weight } = table;
  const counters = createCounters(modelCount, first, second);
  const { decisive, tied, slotOf } = counters;
  for (let row = 0; row < first.length; row++) {
    const left = first[row];
    const right = second[row];
    const factor = weight === undefined ? 1 : weight[row] ** power;
    if (wins[row] > 0) decisive[slotOf(left, right)] += factor * wins[row];
    if (losses[row] > 0) decisive[slotOf(right, left)] += factor * losses[row];
    if (ties[row] > 0) {
      tied[left < right ? slotOf(left, right) : slotOf(right, left)] += factor * ties[row];
    }
  }
  return collectPairs(modelCount, counters);
}

/** Whether the table is already what {@link consolidatePairs} returns, as tabulated ones are. */
function isConsolidated({ first, second, wins, losses, ties, weight }: PairTable): boolean {
  if (weight !== undefined) return false;
  for (let row = 0; row < first.length; row++) {
    if (first[row] > second[row] || wins[row] + losses[row] + ties[row] === 0) return false;
    if (row === 0 || first[row] > first[row - 1]) continue;
    if (first[row] < first[row - 1] || second[row] <= second[row - 1]) return false;
  }
  return true;
}

/**
 * Checks that a table could have come from judgments.
 *
 * @param table the table to check.
 * @throws RangeError naming the first fault: lengths, indices, a model against itself, a count that
 * is negative or not finite, a weight that is not positive and finite.
 */
export function requirePairTable(table: PairTable): void {
  const { modelCount, first, second, wins, losses, ties, weight } = table;
  requireModelCount(modelCount);
  requireSameLength(first.length, [second, wins, losses, ties, weight ?? first]);
  for (let row = 0; row < first.length; row++) {
    const left = first[row];
    const right = second[row];
    if (left === right || left < 0 || right < 0 || left >= modelCount || right >= modelCount) {
      throw new RangeError(`row ${row} compares models ${left} and ${right}`);
    }
    const total = wins[row] + losses[row] + ties[row];
    const isCount = wins[row] >= 0 && losses[row] >= 0 && ties[row] >= 0;
    if (!(isCount && total < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`row ${row} has a count that is negative or not finite`);
    }
    if (weight !== undefined && !(weight[row] > 0 && weight[row] < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`row ${row} has weight ${weight[row]}`);
    }
  }
}

/** Checks that a number of models is a non-negative integer that fits an index. */
export function requireModelCount(modelCount: number): void {
  if (!(Number.isInteger(modelCount) && modelCount >= 0 && modelCount <= 2 ** 26)) {
    throw new RangeError(`${modelCount} is not a number of models`);
  }
}

/** Checks that parallel arrays have the same number of rows. */
export function requireSameLength(
  length: number,
  others: readonly { readonly length: number }[],
): void {
  for (const other of others) {
    if (other.length !== length) {
      throw new RangeError(`parallel arrays have ${length} and ${other.length} rows`);
    }
  }
}

/** Where the judgments of an ordered pair are counted, and which ordered pairs there can be. */
type Counters = {
  readonly decisive: Float64Array;
  readonly tied: Float64Array;
  readonly slotOf: (winner: number, loser: number) => number;
  /** Ordered-pair keys (winner · modelCount + loser) in increasing order; null when all exist. */
  readonly keys: Float64Array | null;
};

function createCounters(modelCount: number, first: Int32Array, second: Int32Array): Counters {
  const dense = modelCount * modelCount;
  if (dense <= Math.max(65_536, first.length)) {
    const slotOf = (winner: number, loser: number): number => winner * modelCount + loser;
    const decisive = new Float64Array(dense);
    return { decisive, tied: new Float64Array(dense), slotOf, keys: null };
  }
  const keys = distinctKeys(modelCount, first, second);
  const slotOf = (winner: number, loser: number): number =>
    searchSorted(keys, winner * modelCount + loser);
  const decisive = new Float64Array(keys.length);
  return { decisive, tied: new Float64Array(keys.length), slotOf, keys };
}

function distinctKeys(modelCount: number, first: Int32Array, second: Int32Array): Float64Array {
  const keys = new Float64Array(2 * first.length);
  for (let row = 0; row < first.length; row++) {
    keys[2 * row] = first[row] * modelCount + second[row];
    keys[2 * row + 1] = second[row] * modelCount + first[row];
  }
  keys.sort();
  let count = 0;
  for (let at = 0; at < keys.length; at++) {
    if (at === 0 || keys[at] !== keys[count - 1]) keys[count++] = keys[at];
  }
  return keys.slice(0, count);
}

function searchSorted(keys: Float64Array, key: number): number {
  let low = 0;
  let high = keys.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle] < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function collectPairs(modelCount: number, { decisive, tied, slotOf, keys }: Counters): PairTable {
  const slots = new Int32Array(decisive.length);
  let count = 0;
  for (let slot = 0; slot < decisive.length; slot++) {
    const key = keys === null ? slot : keys[slot];
    const left = Math.floor(key / modelCount);
    const right = key - left * modelCount;
    if (left >= right) continue;
    const isEmpty = decisive[slot] === 0 && tied[slot] === 0;
    if (!isEmpty || decisive[slotOf(right, left)] > 0) slots[count++] = slot;
  }
  const first = new Int32Array(count);
  const second = new Int32Array(count);
  const wins = new Float64Array(count);
  const losses = new Float64Array(count);
  const ties = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const slot = slots[row];
    const key = keys === null ? slot : keys[slot];
    const left = Math.floor(key / modelCount);
    const right = key - left * modelCount;
    first[row] = left;
    second[row] = right;
    wins[row] = decisive[slot];
    losses[row] = decisive[slotOf(right, left)];
    ties[row] = tied[slot];
  }
  return { modelCount, first, second, wins, losses, ties };
}
