import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logistic, logit, logSumExp, softplus } from "./logistic.ts";

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe("logistic and softplus", () => {
  it("stay finite at any finite log-odds", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(logistic(x)).toBeGreaterThanOrEqual(0);
        expect(logistic(x)).toBeLessThanOrEqual(1);
        expect(Number.isFinite(softplus(x))).toBe(true);
      }),
    );
  });

  it("satisfy σ(x) + σ(−x) = 1 and softplus(x) − softplus(−x) = x", () => {
    fc.assert(
      fc.property(finite, (x) => {
        expect(logistic(x) + logistic(-x)).toBeCloseTo(1, 14);
        expect(Math.abs(softplus(x) - softplus(-x) - x)).toBeLessThanOrEqual(
          1e-15 * (1 + Math.abs(x)),
        );
      }),
    );
  });

  it("keep the small tail of softplus", () => {
    // ln(1 + e⁻⁵⁰) = e⁻⁵⁰ − e⁻¹⁰⁰/2 + …, which a plain log(1 + exp(x)) rounds to zero.
    expect(softplus(-50) / Math.exp(-50)).toBeCloseTo(1, 14);
  });

  it("have the logistic as the derivative of softplus", () => {
    for (const x of [-30, -3, -0.1, 0, 0.7, 4, 30]) {
      const h = 1e-5;
      expect((softplus(x + h) - softplus(x - h)) / (2 * h)).toBeCloseTo(logistic(x), 9);
    }
  });

  it("are inverted by logit, which refuses certainty", () => {
    for (const p of [1e-300, 0.1, 0.5, 0.999]) expect(logistic(logit(p)) / p).toBeCloseTo(1, 12);
    for (const p of [0, 1, -0.1, Number.NaN]) expect(() => logit(p)).toThrow(RangeError);
  });
});

describe("logSumExp", () => {
  it("does not overflow and ignores zero weights", () => {
    expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 12);
    expect(logSumExp([-1000, Number.NEGATIVE_INFINITY])).toBe(-1000);
  });

  it("shifts with its input", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1 }),
        (xs) => {
          expect(logSumExp(xs.map((x) => x + 500))).toBeCloseTo(logSumExp(xs) + 500, 9);
        },
      ),
    );
  });

  it("refuses an empty list, NaN and infinite weight", () => {
    for (const bad of [
      [],
      [Number.NEGATIVE_INFINITY],
      [0, Number.NaN],
      [Number.POSITIVE_INFINITY],
    ]) {
      expect(() => logSumExp(bad)).toThrow(RangeError);
    }
  });
});
