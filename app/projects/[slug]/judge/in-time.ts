/** A request that has not been answered by then is taken for lost, and sent again. */
const answerWithinMs = 20_000;

/**
 * Asks, and gives up after {@link answerWithinMs}. The clock ends with the answer:
 * `AbortSignal.timeout` would keep it, and its listeners, to the end.
 */
export async function inTime<Answer>(
  ask: (limit: { readonly signal: AbortSignal }) => Promise<Answer>,
): Promise<Answer> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), answerWithinMs);
  try {
    return await ask({ signal: controller.signal });
  } finally {
    clearTimeout(timer);
  }
}
