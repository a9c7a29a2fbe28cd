/**
 * Whether a service is asked at all. After some failures in a row it is left alone for a while, then
 * one request tries it, and its outcome decides. Pure: the clock is passed in, in milliseconds.
 */
export type Breaker =
  | { readonly state: "closed"; readonly failures: number; readonly since: number }
  | ({ readonly state: "open" | "half_open" } & Outage);

type Outage = {
  /** The first failure of the run. */
  readonly since: number;
  readonly retryAt: number;
  /** Trials that failed; each doubles the pause. */
  readonly trials: number;
  readonly reason: string;
};

const failuresMax = 3;
const pauseMsMin = 5_000;
const pauseMsMax = 300_000;

export const closedBreaker: Breaker = { state: "closed", failures: 0, since: 0 };

/** Lets a request through or not; while half open, only the one trial is out. */
export function admitRequest(
  breaker: Breaker,
  now: number,
): { readonly isAdmitted: boolean; readonly breaker: Breaker } {
  if (breaker.state === "closed") {
    return { isAdmitted: true, breaker };
  }
  if (breaker.state === "half_open" || now < breaker.retryAt) {
    return { isAdmitted: false, breaker };
  }
  return { isAdmitted: true, breaker: { ...breaker, state: "half_open" } };
}

/** An answer of any request proves that the service is there, also one sent before the outage. */
export function recordSuccess(): Breaker {
  return closedBreaker;
}

export function recordFailure(
  breaker: Breaker,
  failure: { readonly now: number; readonly reason: string },
): Breaker {
  switch (breaker.state) {
    case "closed": {
      const since = breaker.failures === 0 ? failure.now : breaker.since;
      const failures = breaker.failures + 1;
      return failures < failuresMax
        ? { state: "closed", failures, since }
        : openFor({ since, trials: 0 }, failure);
    }
    case "half_open":
      return openFor({ since: breaker.since, trials: breaker.trials + 1 }, failure);
    case "open":
      // A request that was sent before the outage tells nothing new.
      return breaker;
  }
}

/** A trial without an outcome, because its caller gave up, leaves the next request to try. */
export function recordAbandoned(breaker: Breaker): Breaker {
  return breaker.state === "half_open" ? { ...breaker, state: "open" } : breaker;
}

function openFor(
  run: { readonly since: number; readonly trials: number },
  failure: { readonly now: number; readonly reason: string },
): Breaker {
  const pause = Math.min(pauseMsMax, pauseMsMin * 2 ** run.trials);
  return { state: "open", ...run, retryAt: failure.now + pause, reason: failure.reason };
}
