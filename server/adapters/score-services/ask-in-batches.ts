import { ScoreServiceFault } from "#server/errors.ts";
import { RequestRefused } from "./transport/read-reply.ts";

/** What became of one item: a value, or why there is none and whether there may be one later. */
export type Outcome<V> =
  | { readonly value: V }
  | { readonly error: string; readonly mayPass?: boolean };

/** So many items refused, and not one answered, is a server that refuses all of them. */
const refusedMax = 16;

/**
 * Asks for batches at once and puts the answers into the order of the items. A batch that is refused
 * for its size or content is halved until the items at fault are alone, which then fail by themselves.
 * @throws ScoreServiceFault when the service fails otherwise, or refuses everything
 */
export async function askInBatches<T, V>(
  batches: readonly (readonly T[])[],
  askBatch: (batch: readonly T[], signal: AbortSignal) => Promise<readonly Outcome<V>[]>,
  signal?: AbortSignal,
): Promise<Outcome<V>[]> {
  // One batch that fails fails the call, so that the others need not go on.
  const stop = new AbortController();
  const both = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  let answered = 0;
  let refused = 0;

  async function ask(batch: readonly T[]): Promise<readonly Outcome<V>[]> {
    try {
      const outcomes = await askBatch(batch, both);
      answered += outcomes.length;
      return outcomes;
    } catch (error) {
      if (!mayBeOneItem(error)) {
        throw error;
      }
      if (batch.length > 1) {
        const middle = Math.ceil(batch.length / 2);
        return [...(await ask(batch.slice(0, middle))), ...(await ask(batch.slice(middle)))];
      }
      refused++;
      if (answered === 0 && refused >= refusedMax) {
        throw error;
      }
      return [{ error: error.message }];
    }
  }

  try {
    return (await Promise.all(batches.map(ask))).flat();
  } finally {
    stop.abort();
  }
}

/** Too many items, too long an item, or one whose reward is not a number: halving finds out. */
function mayBeOneItem(error: unknown): error is ScoreServiceFault {
  return (
    (error instanceof RequestRefused && [400, 413, 422].includes(error.status)) ||
    (error instanceof ScoreServiceFault && error.reason === "not_finite")
  );
}
