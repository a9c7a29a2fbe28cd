import { setTimeout as pause } from "node:timers/promises";
import { logger } from "#server/logger.ts";

const failurePauseMaxMs = 30_000;

/**
 * Takes a step again and again until stopped, with a pause between. A step that fails is logged and
 * taken again later, ever more seldom while it keeps failing.
 */
export async function repeat(
  name: string,
  step: () => Promise<unknown>,
  options: { readonly pauseMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const { pauseMs, signal } = options;
  let failures = 0;
  while (!signal.aborted) {
    try {
      await step();
      failures = 0;
    } catch (error) {
      failures += 1;
      logger.error({ err: error, job: name, failures }, "job failed; it will be tried again");
    }
    const wait = Math.min(failurePauseMaxMs, pauseMs * 2 ** Math.min(failures, 10));
    await pause(wait, undefined, { signal }).catch(() => {});
  }
}
