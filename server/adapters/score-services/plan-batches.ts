/** Consecutive items together, as many as both limits allow; an item over the limit goes alone. */
export function planBatches<T>(
  items: readonly T[],
  limits: {
    readonly itemsMax: number;
    readonly tokensMax: number;
    readonly countTokens: (item: T) => number;
  },
): T[][] {
  const batches: T[][] = [];
  let batch: T[] = [];
  let tokens = 0;
  for (const item of items) {
    const count = limits.countTokens(item);
    const isFull = batch.length >= limits.itemsMax || tokens + count > limits.tokensMax;
    if (isFull && batch.length > 0) {
      batches.push(batch);
      batch = [];
      tokens = 0;
    }
    batch.push(item);
    tokens += count;
  }
  return batch.length === 0 ? batches : [...batches, batch];
}
