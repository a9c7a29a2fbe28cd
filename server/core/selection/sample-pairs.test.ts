import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "#server/core/numerics/random.ts";
import {
  drawPriorities,
  samplePairs,
  selectionProbabilities,
  takeLargest,
} from "./sample-pairs.ts";

const weights = Float64Array.of(5, 3, 1, 0.5, 0.25, 0.25);

describe("selectionProbabilities", () => {
  test("mixes sharpened scores with a uniform share", () => {
    const found = selectionProbabilities(Float64Array.of(1, 3), {
      sharpness: 2,
      uniformShare: 0.2,
    });
    expect(found[0]).toBeCloseTo(0.8 * 0.1 + 0.1, 15);
    expect(found[1]).toBeCloseTo(0.8 * 0.9 + 0.1, 15);
  });

  test("sums to one and keeps every pair possible, whatever the scores", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e300, noNaN: true }), { minLength: 1 }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (scores, sharpness) => {
          const found = selectionProbabilities(Float64Array.from(scores), {
            sharpness,
            uniformShare: 0.1,
          });
          expect(found.reduce((a, b) => a + b)).toBeCloseTo(1, 10);
          for (const p of found) expect(p).toBeGreaterThanOrEqual(0.0999 / scores.length);
        },
      ),
    );
  });

  test("scores too small for their power still decide", () => {
    const found = selectionProbabilities(Float64Array.of(1e-200, 2e-200), {
      sharpness: 3,
      uniformShare: 0,
    });
    expect(found[1]).toBeCloseTo(8 / 9, 14);
  });

  test("when all scores are zero every pair is equally likely", () => {
    const options = { sharpness: 2, uniformShare: 0 };
    expect([...selectionProbabilities(new Float64Array(4), options)]).toEqual([
      0.25, 0.25, 0.25, 0.25,
    ]);
    expect(selectionProbabilities(new Float64Array(0), options)).toHaveLength(0);
  });

  test("scores and options outside their range are refused", () => {
    const options = { sharpness: 1, uniformShare: 0 };
    expect(() => selectionProbabilities(Float64Array.of(-1), options)).toThrow(RangeError);
    expect(() => selectionProbabilities(Float64Array.of(Number.NaN), options)).toThrow(RangeError);
    const scores = Float64Array.of(1);
    expect(() => selectionProbabilities(scores, { ...options, sharpness: -1 })).toThrow(RangeError);
    expect(() => selectionProbabilities(scores, { ...options, uniformShare: 2 })).toThrow(
      RangeError,
    );
  });
});

describe("samplePairs", () => {
  test("draws first what its weight says", () => {
    const random = createRandom(1);
    const counts = new Float64Array(6);
    const draws = 100_000;
    for (let i = 0; i < draws; i++) counts[samplePairs(weights, 1, random).indices[0]]++;
    for (let i = 0; i < 6; i++)
      expect(Math.abs(counts[i] / draws - weights[i] / 10)).toBeLessThan(0.006);
  });

  test("draws ordered pairs as often as their draw propensities multiply to", () => {
    const random = createRandom(2);
    const observed = new Map<string, number>();
    const stated = new Map<string, number>();
    const draws = 100_000;
    for (let i = 0; i < draws; i++) {
      const { indices, drawPropensities } = samplePairs(weights, 2, random);
      const key = indices.join();
      observed.set(key, (observed.get(key) ?? 0) + 1 / draws);
      stated.set(key, drawPropensities[0] * drawPropensities[1]);
    }
    expect(observed.size).toBe(30);
    for (const [key, frequency] of observed) {
      expect(Math.abs(frequency - (stated.get(key) ?? 0))).toBeLessThan(0.006);
    }
    expect(stated.get("0,1")).toBeCloseTo((5 / 10) * (3 / 5), 14);
  });

  test("weighting by inclusion propensities gives unbiased totals", () => {
    const random = createRandom(3);
    const values = [2, -1, 7, 30, -12, 5];
    const repetitions = 100_000;
    let sum = 0;
    let squares = 0;
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const { indices, inclusionPropensities } = samplePairs(weights, 3, random);
      let estimate = 0;
      for (let draw = 0; draw < 3; draw++) {
        estimate += values[indices[draw]] / inclusionPropensities[draw];
      }
      sum += estimate;
      squares += estimate * estimate;
    }
    const mean = sum / repetitions;
    const error = Math.sqrt((squares / repetitions - mean * mean) / repetitions);
    expect(Math.abs(mean - 31)).toBeLessThan(4 * error);
    expect(error).toBeLessThan(1);
  });

  test("draws each pair at most once and states propensities in (0, 1]", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-12, max: 1e12, noNaN: true })),
        fc.nat(30),
        fc.nat(),
        (entries, count, seed) => {
          const input = Float64Array.from(entries);
          const sample = samplePairs(input, count, createRandom(seed));
          expect(sample.indices).toHaveLength(Math.min(count, entries.length));
          expect(new Set(sample.indices).size).toBe(sample.indices.length);
          for (const p of [...sample.drawPropensities, ...sample.inclusionPropensities]) {
            expect(p).toBeGreaterThan(0);
            expect(p).toBeLessThanOrEqual(1);
          }
          expect([...input]).toEqual(entries);
        },
      ),
    );
  });

  test("drawing all of them is certain", () => {
    const sample = samplePairs(weights, 10, createRandom(4));
    expect(sample.indices).toHaveLength(6);
    expect([...sample.inclusionPropensities]).toEqual([1, 1, 1, 1, 1, 1]);
    expect(sample.drawPropensities[5]).toBe(1);
  });

  test("no pairs, or none asked for, give an empty sample", () => {
    expect(samplePairs(new Float64Array(0), 3, createRandom(5)).indices).toHaveLength(0);
    expect(samplePairs(weights, 0, createRandom(5)).indices).toHaveLength(0);
  });

  test("a weight of zero is refused, because its propensity could never be corrected", () => {
    expect(() => samplePairs(Float64Array.of(1, 0), 1, createRandom(6))).toThrow(RangeError);
    expect(() => drawPriorities(Float64Array.of(Number.NaN), createRandom(6))).toThrow(RangeError);
    expect(() => samplePairs(weights, 1.5, createRandom(6))).toThrow(RangeError);
  });
});

describe("takeLargest", () => {
  test("returns the best first and breaks ties by index", () => {
    expect([...takeLargest(Float64Array.of(1, 5, 5, 2, 5), 3)]).toEqual([1, 2, 4]);
    expect([...takeLargest(Float64Array.of(3, 1, 2), 3)]).toEqual([0, 2, 1]);
  });

  test("agrees with sorting everything", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 })), fc.nat(), (entries, n) => {
        const count = n % (entries.length + 1);
        const sorted = entries.map((_, i) => i).sort((a, b) => entries[b] - entries[a] || a - b);
        expect([...takeLargest(Float64Array.from(entries), count)]).toEqual(sorted.slice(0, count));
      }),
    );
  });

  test("refuses to take more than there is, or to rank what is not a number", () => {
    expect(() => takeLargest(Float64Array.of(1), 2)).toThrow(RangeError);
    expect(() => takeLargest(Float64Array.of(1, Number.NaN), 1)).toThrow(RangeError);
  });
});
