import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "#server/core/numerics/random.ts";
import { fitCueBaseline, predictByCues } from "./cue-baseline.ts";
import { scoreLabels, sumPoints } from "./points.ts";

const rows = {
  itemCount: 3,
  annotatorCount: 1,
  classCount: 2,
  item: [0, 1, 2],
  annotator: [0, 0, 0],
  label: [0, 1, 0],
};

describe("scoreLabels", () => {
  const others = {
    probabilities: Float64Array.of(0.9, 0.2, 0),
    otherLabels: Uint32Array.of(3, 3, 2),
  };
  const baseline = [0.6, 0.4, 0.5, 0.5, 0.5, 0.5];

  test("pays what others add over cheap cues", () => {
    const { scores, isSettled } = scoreLabels(rows, others, baseline);
    expect(scores[0]).toBeCloseTo(0.9 / 0.6 - 1, 14);
    expect(scores[1]).toBeCloseTo(0.2 / 0.5 - 1, 14);
    expect([...isSettled]).toEqual([1, 1, 0]);
  });

  test("waits for three other labels, except on gold", () => {
    const gold = { ...rows, knownClass: [-1, -1, 1] };
    const { scores, isSettled } = scoreLabels(gold, others, baseline);
    expect(isSettled[2]).toBe(1);
    expect(scores[2]).toBe(-1);
  });

  test("no single label is worth more than three", () => {
    const rare = { ...others, probabilities: Float64Array.of(1, 1, 1) };
    const { scores } = scoreLabels(rows, rare, [0.01, 0.99, 0.99, 0.01, 0.5, 0.5]);
    expect(scores[0]).toBe(3);
    expect(scores[1]).toBe(3);
  });

  test("answering by the baseline itself earns nothing on average", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.double({ min: 0.35, max: 0.65, noNaN: true }),
        (posterior, share) => {
          const probabilities = Float64Array.of(posterior, 1 - posterior, 0.5);
          const answers = { ...rows, item: [0, 0, 2], label: [0, 1, 0] };
          const { scores } = scoreLabels(
            answers,
            { probabilities, otherLabels: Uint32Array.of(9, 9, 9) },
            [share, 1 - share, 0.5, 0.5, 0.5, 0.5],
          );
          expect(share * scores[0] + (1 - share) * scores[1]).toBeCloseTo(0, 10);
        },
      ),
    );
  });

  test("data that do not belong together are refused", () => {
    expect(() => scoreLabels(rows, others, [0.5])).toThrow(RangeError);
    expect(() => scoreLabels(rows, others, [0, 1, 0.5, 0.5, 0.5, 0.5])).toThrow(RangeError);
  });
});

describe("sumPoints", () => {
  test("pays the lower bound of the mean, up to the cap", () => {
    const scores = [0.5, 1, 0.5, 1];
    const bound = 0.75 - (1.6448536269514722 * Math.sqrt(0.25 / 3)) / 2;
    expect(sumPoints(scores, 10)).toBeCloseTo(4 * bound, 12);
    expect(sumPoints(scores, 2)).toBeCloseTo(2 * bound, 12);
  });

  test("no judgments and a single one earn nothing", () => {
    expect(sumPoints([], 10)).toBe(0);
    expect(sumPoints([3], 10)).toBe(0);
  });

  test("zero variance leaves the mean itself", () => {
    expect(sumPoints([0.4, 0.4, 0.4], 10)).toBeCloseTo(1.2, 12);
  });

  test("is never negative", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -3, max: 3, noNaN: true })), (scores) => {
        expect(sumPoints(scores, 100)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("scores and caps that are none are refused", () => {
    expect(() => sumPoints([Number.NaN, 1], 10)).toThrow(RangeError);
    expect(() => sumPoints([1, 1], -1)).toThrow(RangeError);
  });
});

describe("fitCueBaseline", () => {
  function drawGold(seed: number, count: number) {
    const random = createRandom(seed);
    const cues = Float64Array.from({ length: 2 * count }, random.normal);
    const classes = Array.from({ length: count }, (_, i) => {
      const logits = [0.5 + cues[2 * i], -0.5 - cues[2 * i], 0].map((x) => x + random.gumbel());
      return logits.indexOf(Math.max(...logits));
    });
    return { classCount: 3, cueCount: 2, cues, classes };
  }

  test("finds the coefficients that drew the gold", () => {
    const baseline = fitCueBaseline(drawGold(1, 20_000));
    if (baseline.kind !== "fitted") throw new Error("expected a fit");
    [0.5, 1, 0, -0.5, -1, 0, 0, 0, 0].forEach((coefficient, at) => {
      expect(Math.abs(baseline.coefficients[at] - coefficient)).toBeLessThan(0.08);
    });
  });

  test("its probabilities match the gold's frequencies class by class", () => {
    const gold = drawGold(2, 500);
    const baseline = fitCueBaseline(gold, 1000);
    if (baseline.kind !== "fitted") throw new Error("expected a fit");
    const probabilities = predictByCues(baseline, gold.cues, 500);
    for (let k = 0; k < 3; k++) {
      const predicted = probabilities.filter((_p, at) => at % 3 === k).reduce((a, b) => a + b, 0);
      expect(predicted).toBeCloseTo(gold.classes.filter((known) => known === k).length, 3);
    }
  });

  test("one class on all gold leaves the others possible", () => {
    const gold = { classCount: 3, cueCount: 0, cues: [], classes: new Array(50).fill(1) };
    const baseline = fitCueBaseline(gold);
    if (baseline.kind !== "fitted") throw new Error("expected a fit");
    const probabilities = predictByCues(baseline, [], 1);
    expect(probabilities[1]).toBeGreaterThan(0.9);
    expect(probabilities[0]).toBeGreaterThan(0.001);
    expect(probabilities[0]).toBeCloseTo(probabilities[2], 9);
  });

  test("no gold leaves it undefined", () => {
    expect(fitCueBaseline({ classCount: 3, cueCount: 1, cues: [], classes: [] })).toEqual({
      kind: "undefined",
      reason: "no-gold",
    });
  });

  test("gold that cannot be is refused", () => {
    const gold = { classCount: 2, cueCount: 1, cues: [1], classes: [0] };
    expect(() => fitCueBaseline({ ...gold, classes: [2] })).toThrow(RangeError);
    expect(() => fitCueBaseline({ ...gold, cues: [Number.NaN] })).toThrow(RangeError);
    expect(() => fitCueBaseline({ ...gold, cues: [] })).toThrow(RangeError);
    expect(() => fitCueBaseline({ ...gold, classCount: 1 })).toThrow(RangeError);
    expect(() => fitCueBaseline({ ...gold, cueCount: -1 })).toThrow(RangeError);
    expect(() => fitCueBaseline(gold, 0)).toThrow(RangeError);
  });
});
