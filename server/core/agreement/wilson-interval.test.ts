import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wilsonInterval } from "./wilson-interval.ts";

describe("wilsonInterval", () => {
  // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3,
  // https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E.
  test.each([
    { successes: 81, trials: 263, lower: 0.2553, upper: 0.3662 },
    { successes: 15, trials: 148, lower: 0.0624, upper: 0.1605 },
    { successes: 0, trials: 20, lower: 0, upper: 0.1611 },
    { successes: 1, trials: 29, lower: 0.0061, upper: 0.1718 },
  ])("agrees with Newcombe on $successes of $trials", ({ successes, trials, lower, upper }) => {
    const found = wilsonInterval(successes, trials);
    if (found.kind !== "interval") throw new Error("expected an interval");
    expect(found.lower.toFixed(4)).toBe(lower.toFixed(4));
    expect(found.upper.toFixed(4)).toBe(upper.toFixed(4));
  });

  test("the bounds are where the score test just rejects", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.nat(), (trials, n) => {
        const successes = n % (trials + 1);
        const found = wilsonInterval(successes, trials);
        if (found.kind !== "interval") throw new Error("expected an interval");
        for (const bound of [found.lower, found.upper]) {
          if (bound === 0 || bound === 1) continue;
          const z = (successes / trials - bound) / Math.sqrt((bound * (1 - bound)) / trials);
          expect(Math.abs(z)).toBeCloseTo(1.959963984540054, 6);
        }
      }),
    );
  });

  test("successes and failures mirror each other, and the estimate lies inside", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(), (trials, n) => {
        const successes = n % (trials + 1);
        const found = wilsonInterval(successes, trials, 0.9);
        const mirrored = wilsonInterval(trials - successes, trials, 0.9);
        if (found.kind !== "interval" || mirrored.kind !== "interval") throw new Error("undefined");
        expect(found.lower).toBeCloseTo(1 - mirrored.upper, 12);
        expect(found.lower).toBeLessThanOrEqual(found.estimate);
        expect(found.upper).toBeGreaterThanOrEqual(found.estimate);
      }),
    );
  });

  test("no trials leave it undefined", () => {
    expect(wilsonInterval(0, 0)).toEqual({ kind: "undefined", reason: "no-trials" });
  });

  test("impossible counts and confidences are refused", () => {
    expect(() => wilsonInterval(3, 2)).toThrow(RangeError);
    expect(() => wilsonInterval(-1, 2)).toThrow(RangeError);
    expect(() => wilsonInterval(1, Number.NaN)).toThrow(RangeError);
    expect(() => wilsonInterval(1, 2, 1)).toThrow(RangeError);
  });
});
