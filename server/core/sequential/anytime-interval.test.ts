import { describe, expect, test } from "vitest";
import { anytimeInterval } from "./anytime-interval.ts";

function widthAt(judgments: number): number {
  const { lower, upper } = anytimeInterval(
    { estimate: 0, variance: 1 / judgments, judgments },
    { tightestAt: 1000 },
  );
  return ((upper - lower) / 2) * Math.sqrt(judgments);
}

describe("anytimeInterval", () => {
  test("is 1.55 times as wide as a fixed-sample interval where it is tightest", () => {
    // √((1 + 1/u)·ln((1 + u)/0.05²)) at its minimum u = 8.211968, by mpmath.
    expect(widthAt(1000) / 1.959963984540054).toBeCloseTo(1.54856029854079, 12);
    expect(widthAt(990)).toBeGreaterThan(widthAt(1000));
    expect(widthAt(1010)).toBeGreaterThan(widthAt(1000));
  });

  test("lies evenly around the estimate", () => {
    const { lower, upper } = anytimeInterval(
      { estimate: 0.3, variance: 0.01, judgments: 50 },
      { tightestAt: 500, confidence: 0.9 },
    );
    expect((lower + upper) / 2).toBeCloseTo(0.3, 14);
    expect(upper).toBeGreaterThan(0.3);
  });

  test("zero variance leaves no width", () => {
    const state = { estimate: 1, variance: 0, judgments: 10 };
    expect(anytimeInterval(state, { tightestAt: 10 })).toEqual({ lower: 1, upper: 1 });
  });

  test("no judgments, or a variance that is none, are refused", () => {
    const state = { estimate: 0, variance: 1, judgments: 1 };
    expect(() => anytimeInterval({ ...state, judgments: 0 }, { tightestAt: 9 })).toThrow(
      RangeError,
    );
    expect(() => anytimeInterval({ ...state, variance: -1 }, { tightestAt: 9 })).toThrow(
      RangeError,
    );
    expect(() => anytimeInterval(state, { tightestAt: 0 })).toThrow(RangeError);
    expect(() => anytimeInterval(state, { tightestAt: 9, confidence: 1 })).toThrow(RangeError);
  });
});
