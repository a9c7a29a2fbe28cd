import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pairTable, wikipedia } from "./fixtures/published-pairs.ts";
import { rateModels } from "./rate-models.ts";

describe("rateModels", () => {
  it("puts Wikipedia's example on the Elo scale with intervals of 1.96 standard errors", () => {
    const { groups, unrated } = rateModels(wikipedia.table);
    expect(Array.from(unrated)).toEqual([]);
    expect(groups).toHaveLength(1);
    const [group] = groups;
    expect(group.kind).toBe("maximum-likelihood");
    for (const [model, worth] of wikipedia.worths.entries()) {
      expect(group.ratings[model]).toBeCloseTo(1000 + 400 * Math.log10(worth), 6);
      const half = 1.959963984540054 * group.standardErrors[model];
      expect(group.upper[model] - group.ratings[model]).toBeCloseTo(half, 9);
      expect(group.ratings[model] - group.lower[model]).toBeCloseTo(half, 9);
    }
    expect(Array.from(group.bestRank)).toEqual([1, 1, 1, 1]);
  });

  it("without judgments leaves every model unrated", () => {
    expect(rateModels(pairTable(3, []))).toEqual({ groups: [], unrated: Int32Array.of(0, 1, 2) });
    expect(rateModels(pairTable(0, []))).toEqual({ groups: [], unrated: new Int32Array(0) });
  });

  it("with one model leaves it unrated", () => {
    expect(rateModels(pairTable(1, []))).toEqual({ groups: [], unrated: Int32Array.of(0) });
  });

  it("never puts groups that did not meet on one scale", () => {
    const table = pairTable(6, [
      [5, 1, 3, 2],
      [0, 3, 4, 4],
    ]);
    const { groups, unrated } = rateModels(table);
    expect(groups.map(({ models }) => Array.from(models))).toEqual([
      [0, 3],
      [1, 5],
    ]);
    expect(Array.from(unrated)).toEqual([2, 4]);
    expect(groups[1].ratings[1]).toBeGreaterThan(groups[1].ratings[0]);
    expect(groups[0].ratings[0]).toBeCloseTo(1000, 9);
  });

  it("keeps an unbeaten model finite, with a wide interval, and says that it is regularised", () => {
    const table = pairTable(4, [
      [3, 1, 10, 0],
      [1, 2, 6, 5],
    ]);
    const { groups, unrated } = rateModels(table);
    const [group] = groups;
    expect(group.kind).toBe("regularised");
    expect(Array.from(group.models)).toEqual([1, 2, 3]);
    expect(group.components).toEqual([[1, 2], [3]]);
    expect(Array.from(unrated)).toEqual([0]);
    expect(group.ratings.every(Number.isFinite)).toBe(true);
    expect(group.standardErrors[2]).toBeGreaterThan(group.standardErrors[1]);
    // Ten wins and half a win each way: the odds are 10.5 to 0.5.
    expect(group.strengths[2] - group.strengths[0]).toBeCloseTo(Math.log(21), 9);
  });

  it("gives finite numbers for any table", () => {
    const count = fc.integer({ min: 0, max: 4 });
    const meeting = fc.tuple(fc.nat(5), fc.nat(5), count, count, count);
    fc.assert(
      fc.property(fc.array(meeting, { maxLength: 12 }), (meetings) => {
        const table = pairTable(
          6,
          meetings.filter(([first, second]) => first !== second),
        );
        const { groups, unrated } = rateModels(table);
        const seen = [...unrated, ...groups.flatMap(({ models }) => [...models])];
        expect(seen.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
        for (const group of groups) {
          const numbers = [...group.ratings, ...group.lower, ...group.upper, ...group.covariance];
          expect(numbers.every(Number.isFinite)).toBe(true);
        }
      }),
    );
  });

  it("refuses a confidence of one and a negative amount of regularisation", () => {
    expect(() => rateModels(wikipedia.table, { confidence: 1 })).toThrow(RangeError);
    expect(() => rateModels(wikipedia.table, { pseudoJudgments: 0 })).toThrow(RangeError);
  });
});
