/**
 * The non-decreasing sequence nearest to the given one in squares: neighbours that fall are pooled to
 * their mean. O(n).
 *
 * @see Barlow et al. 1972 (pool adjacent violators)
 */
export function fitIsotonic(values: Float64Array): Float64Array {
  const pools: { sum: number; size: number }[] = [];
  for (const value of values) {
    let pool = { sum: value, size: 1 };
    for (let last = pools.at(-1); last !== undefined; last = pools.at(-1)) {
      if (last.sum / last.size <= pool.sum / pool.size) break;
      pool = { sum: pool.sum + last.sum, size: pool.size + last.size };
      pools.pop();
    }
    pools.push(pool);
  }
  return Float64Array.from(pools.flatMap(({ sum, size }) => Array<number>(size).fill(sum / size)));
}
