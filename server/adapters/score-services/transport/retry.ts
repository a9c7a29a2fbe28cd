import { ScoreServiceFault } from "#server/errors.ts";
import { Overloaded } from "./read-reply.ts";
import { readRetryAfter } from "./retry-after.ts";

/** What retrying needs from outside, so that a test decides the time and the dice. */
export type RetryClock = {
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Uniform in [0, 1). */
  readonly random: () => number;
};

const pauseMsMin = 500;
const pauseMsMax = 30_000;
/** Longer than this is not waited for: the caller falls back to what it has, and comes again then. */
const retryAfterMsMax = 60_000;

/**
 * Tries again while a server says that it is busy, after the time it asks for or else after doubling
 * pauses with jitter; and once after a connection that was refused or cut, as a restart does it.
 */
export async function retry<T>(
  attempt: () => Promise<T>,
  options: {
    readonly attemptsMax: number;
    readonly clock: RetryClock;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<T> {
  let cuts = 0;
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      cuts += isCut(error) ? 1 : 0;
      const mayRetry = error instanceof Overloaded || (isCut(error) && cuts === 1);
      const pause =
        mayRetry && tried < options.attemptsMax ? choosePause(error, tried, options.clock) : null;
      if (pause === null) {
        throw error;
      }
      await options.clock.sleep(pause, options.signal);
    }
  }
}

function isCut(error: unknown): boolean {
  const cause = error instanceof ScoreServiceFault ? error.cause : null;
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  return code === "ECONNREFUSED" || code === "ECONNRESET" || code === "UND_ERR_SOCKET";
}

/** Null when the server asks for more time than is waited. */
function choosePause(error: unknown, tried: number, clock: RetryClock): number | null {
  const asked = error instanceof Overloaded ? readRetryAfter(error.retryAfter, clock.now()) : null;
  if (asked !== null) {
    return asked <= retryAfterMsMax ? asked : null;
  }
  const ceiling = Math.min(pauseMsMax, pauseMsMin * 2 ** (tried - 1));
  return ceiling * (0.5 + clock.random() / 2);
}
