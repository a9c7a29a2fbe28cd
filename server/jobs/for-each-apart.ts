/**
 * Does a step for each item in turn; one that fails does not keep the others from theirs.
 * @throws the first error, after all have had their turn
 */
export async function forEachApart<T>(
  items: readonly T[],
  step: (item: T) => Promise<void>,
): Promise<void> {
  const errors: unknown[] = [];
  for (const item of items) {
    try {
      await step(item);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
