import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binaryEntropy, logisticEntropy } from "./binary-entropy.ts";
import type { Margins } from "./margins.ts";
import { approximateProbabilities, predictMargins } from "./predict-margins.ts";

function margins(entries: readonly (readonly [mean: number, variance: number])[]): Margins {
  return {
    means: Float64Array.from(entries, ([mean]) => mean),
    variances: Float64Array.from(entries, ([, variance]) => variance),
  };
}

const anyMargin = fc.tuple(
  fc.double({ min: -50, max: 50, noNaN: true }),
  fc.double({ min: 0, max: 100, noNaN: true }),
);

describe("predictMargins", () => {
  // 30-digit adaptive quadrature with mpmath 1.3.0 over z = −12…12.
  test.each([
    { m: 0, v: 1, p: 0.5, h: Math.LN2, bald: 0.0937089613544126, digits: 6 },
    {
      m: 0.5,
      v: 0.25,
      p: 0.615976051065345,
      h: 0.66599972641161,
      bald: 0.0272285429297302,
      digits: 11,
    },
    {
      m: 1.5,
      v: 1,
      p: 0.778526594809328,
      h: 0.528766485403529,
      bald: 0.0685348911665153,
      digits: 6,
    },
    { m: -2, v: 4, p: 0.224799754603336, h: 0.532916069713256, bald: 0.176599709500143, digits: 4 },
    {
      m: 8,
      v: 2,
      p: 0.999094012612066,
      h: 0.00725336405750658,
      bald: 0.00089718167756752,
      digits: 9,
    },
    { m: 0, v: 0.01, p: 0.5, h: Math.LN2, bald: 0.00124533834977783, digits: 12 },
  ])(
    "agrees with adaptive quadrature at mean $m and variance $v",
    ({ m, v, p, h, bald, digits }) => {
      const found = predictMargins(margins([[m, v]]));
      expect(found.probabilities[0]).toBeCloseTo(p, digits);
      expect(found.entropies[0]).toBeCloseTo(h, digits);
      expect(found.mutualInformation[0]).toBeCloseTo(bald, digits);
    },
  );

  test("a margin known exactly leaves only noise, of which nothing can be learnt", () => {
    const found = predictMargins(margins([[0.7, 0]]));
    expect(found.probabilities[0]).toBeCloseTo(1 / (1 + Math.exp(-0.7)), 14);
    expect(found.entropies[0]).toBeCloseTo(logisticEntropy(0.7), 14);
    expect(found.mutualInformation[0]).toBeCloseTo(0, 14);
  });

  test("what can be learnt lies between nothing and all of the doubt", () => {
    fc.assert(
      fc.property(anyMargin, (margin) => {
        const found = predictMargins(margins([margin]));
        expect(found.probabilities[0]).toBeGreaterThanOrEqual(0);
        expect(found.probabilities[0]).toBeLessThanOrEqual(1);
        expect(found.mutualInformation[0]).toBeGreaterThanOrEqual(0);
        expect(found.mutualInformation[0]).toBeLessThanOrEqual(found.entropies[0]);
      }),
    );
  });

  test("swapping first and second mirrors the probability and keeps both entropies", () => {
    fc.assert(
      fc.property(anyMargin, ([mean, variance]) => {
        const found = predictMargins(
          margins([
            [mean, variance],
            [-mean, variance],
          ]),
        );
        expect(found.probabilities[0] + found.probabilities[1]).toBeCloseTo(1, 12);
        expect(found.entropies[0]).toBeCloseTo(found.entropies[1], 10);
        expect(found.mutualInformation[0]).toBeCloseTo(found.mutualInformation[1], 10);
      }),
    );
  });

  test("no pairs give no predictions", () => {
    expect(predictMargins(margins([])).probabilities).toHaveLength(0);
  });

  test.each([
    [Number.NaN, 1],
    [0, -1],
    [0, Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY, 1],
  ])("refuses mean %s with variance %s", (mean, variance) => {
    expect(() => predictMargins(margins([[mean, variance]]))).toThrow(RangeError);
    expect(() => approximateProbabilities(margins([[mean, variance]]))).toThrow(RangeError);
  });
});

describe("approximateProbabilities", () => {
  test("stays within 0.02 of the quadrature", () => {
    const entries: [number, number][] = [];
    for (let mean = -6; mean <= 6; mean += 0.25) {
      for (let deviation = 0; deviation <= 4; deviation += 0.25) {
        entries.push([mean, deviation * deviation]);
      }
    }
    const exact = predictMargins(margins(entries), 64).probabilities;
    const approximate = approximateProbabilities(margins(entries));
    for (let i = 0; i < entries.length; i++) {
      expect(Math.abs(exact[i] - approximate[i])).toBeLessThan(0.02);
    }
  });
});

describe("binaryEntropy", () => {
  test("is ln 2 at an even chance and zero where nothing is open", () => {
    expect(binaryEntropy(0.5)).toBeCloseTo(Math.LN2, 15);
    expect(binaryEntropy(0)).toBe(0);
    expect(binaryEntropy(1)).toBe(0);
  });

  // −.11·log2(.11) − .89·log2(.89), the textbook rate of a binary symmetric channel, by mpmath.
  test("agrees with the published half-bit channel", () => {
    expect(binaryEntropy(0.11) / Math.LN2).toBeCloseTo(0.499915958164528, 14);
  });

  test("agrees with the entropy taken from the logit", () => {
    fc.assert(
      fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (logit) => {
        expect(binaryEntropy(1 / (1 + Math.exp(-logit)))).toBeCloseTo(logisticEntropy(logit), 12);
      }),
    );
  });

  test("the logit form keeps its precision far in the tail", () => {
    // 41·e^−40 + O(e^−80), where 1 − σ(40) has rounded to zero.
    expect(logisticEntropy(40) / (41 * Math.exp(-40))).toBeCloseTo(1, 12);
  });

  test.each([-0.1, 1.1, Number.NaN])("refuses the probability %s", (p) => {
    expect(() => binaryEntropy(p)).toThrow(RangeError);
  });
});
