import fc from "fast-check";
import { expect, test } from "vitest";
import {
  admitRequest,
  type Breaker,
  closedBreaker,
  recordAbandoned,
  recordFailure,
  recordSuccess,
} from "./circuit-breaker.ts";

function failTimes(breaker: Breaker, times: number, now = 1_000): Breaker {
  let next = breaker;
  for (let count = 0; count < times; count++) {
    next = recordFailure(next, { now: now + count, reason: "It is gone." });
  }
  return next;
}

test("three failures in a row open it, and say since when and why", () => {
  expect(failTimes(closedBreaker, 2).state).toBe("closed");
  expect(failTimes(closedBreaker, 3)).toEqual({
    state: "open",
    since: 1_000,
    retryAt: 6_002,
    trials: 0,
    reason: "It is gone.",
  });
});

test("a success in between starts the count anew", () => {
  failTimes(closedBreaker, 2);
  expect(failTimes(recordSuccess(), 2).state).toBe("closed");
});

test("while open nothing is asked; then one request tries, and only one", () => {
  const open = failTimes(closedBreaker, 3);
  expect(admitRequest(open, 6_001).isAdmitted).toBe(false);
  const trial = admitRequest(open, 6_002);
  expect(trial).toMatchObject({ isAdmitted: true, breaker: { state: "half_open" } });
  expect(admitRequest(trial.breaker, 9_999_999).isAdmitted).toBe(false);
});

test("a trial that fails doubles the pause, up to five minutes, and keeps the first moment", () => {
  let breaker = failTimes(closedBreaker, 3);
  const pauses: number[] = [];
  for (let trial = 0; trial < 8; trial++) {
    const now = breaker.state === "closed" ? 0 : breaker.retryAt;
    breaker = recordFailure(admitRequest(breaker, now).breaker, { now, reason: "Still gone." });
    pauses.push(breaker.state === "closed" ? 0 : breaker.retryAt - now);
  }
  expect(pauses).toEqual([10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000]);
  expect(breaker).toMatchObject({ since: 1_000, reason: "Still gone." });
});

test("a trial that nobody waited for leaves the next request to try", () => {
  const { breaker } = admitRequest(failTimes(closedBreaker, 3), 6_002);
  expect(admitRequest(recordAbandoned(breaker), 6_003).isAdmitted).toBe(true);
});

const event = fc.oneof(
  fc.record({ kind: fc.constant("ask" as const), wait: fc.nat(400_000) }),
  fc.record({
    kind: fc.constantFrom("success" as const, "failure" as const, "abandoned" as const),
    wait: fc.nat(1_000),
  }),
);

test("whatever happens: no request while open, one trial at a time, never shut for ever", () => {
  fc.assert(
    fc.property(fc.array(event), (events) => {
      let breaker: Breaker = closedBreaker;
      let now = 0;
      for (const { kind, wait } of events) {
        now += wait;
        const before = breaker;
        if (kind === "ask") {
          const admission = admitRequest(breaker, now);
          breaker = admission.breaker;
          if (before.state !== "closed") {
            expect(admission.isAdmitted).toBe(before.state === "open" && now >= before.retryAt);
          }
        } else if (kind === "success") {
          breaker = recordSuccess();
        } else if (kind === "failure") {
          breaker = recordFailure(breaker, { now, reason: "Gone." });
        } else {
          breaker = recordAbandoned(breaker);
        }
        if (breaker.state !== "closed") {
          expect(breaker.retryAt - now).toBeLessThanOrEqual(300_000);
          expect(breaker.since).toBeLessThanOrEqual(now);
        }
      }
    }),
  );
});
