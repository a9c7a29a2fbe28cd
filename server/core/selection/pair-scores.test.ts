import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { listModelPairs, pairMargins, updateCovariance } from "./margins.ts";
import { scoreArenaRule, scoreDOptimal, scoreRankFlip } from "./pair-scores.ts";

const anyMargins = fc
  .array(
    fc.tuple(
      fc.double({ min: -20, max: 20, noNaN: true }),
      fc.double({ min: 0, max: 50, noNaN: true }),
    ),
  )
  .map((entries) => ({
    means: Float64Array.from(entries, ([mean]) => mean),
    variances: Float64Array.from(entries, ([, variance]) => variance),
  }));

describe("margins of model pairs", () => {
  const strengths = Float64Array.of(0.5, -0.25, 1);
  const covariance = Float64Array.of(0.4, 0.1, 0.05, 0.1, 0.3, 0.02, 0.05, 0.02, 0.5);

  test("every unordered pair is listed once", () => {
    const { first, second } = listModelPairs(4);
    expect([...first]).toEqual([0, 0, 0, 1, 1, 2]);
    expect([...second]).toEqual([1, 2, 3, 2, 3, 3]);
    expect(listModelPairs(1).first).toHaveLength(0);
    expect(listModelPairs(0).first).toHaveLength(0);
  });

  test("means and variances are those of the contrasts", () => {
    const { means, variances } = pairMargins(listModelPairs(3), strengths, covariance);
    expect([...means]).toEqual([0.75, -0.5, -1.25]);
    expect(variances[0]).toBeCloseTo(0.4 + 0.3 - 0.2, 15);
    expect(variances[1]).toBeCloseTo(0.4 + 0.5 - 0.1, 15);
    expect(variances[2]).toBeCloseTo(0.3 + 0.5 - 0.04, 15);
  });

  test("a judgment updates the covariance as inverting the enlarged precision would", () => {
    const updated = updateCovariance(covariance, { i: 0, j: 2 }, 0.25);
    // Σ′·(Σ⁻¹ + h·xxᵀ) = I, checked as Σ′ + h·Σ′x·(Σx)ᵀ = Σ.
    const image = [0, 1, 2].map((row) => covariance[row * 3] - covariance[row * 3 + 2]);
    const updatedImage = [0, 1, 2].map((row) => updated[row * 3] - updated[row * 3 + 2]);
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 3; column++) {
        const restored = updated[row * 3 + column] + 0.25 * updatedImage[row] * image[column];
        expect(restored).toBeCloseTo(covariance[row * 3 + column], 14);
      }
    }
    expect(covariance[0]).toBe(0.4);
  });

  test("indices that name no model are refused", () => {
    expect(() => pairMargins({ first: [0], second: [3] }, strengths, covariance)).toThrow(
      RangeError,
    );
    expect(() => pairMargins({ first: [0], second: [] }, strengths, covariance)).toThrow(
      RangeError,
    );
    expect(() => pairMargins(listModelPairs(3), strengths, covariance.slice(1))).toThrow(
      RangeError,
    );
    expect(() => updateCovariance(covariance, { i: 0, j: 3 }, 0.25)).toThrow(RangeError);
    expect(() => updateCovariance(covariance, { i: 0, j: 1 }, -1)).toThrow(RangeError);
    expect(() => updateCovariance(covariance.slice(1), { i: 0, j: 1 }, 1)).toThrow(RangeError);
    expect(() => listModelPairs(1.5)).toThrow(RangeError);
  });
});

describe("scores of pairs", () => {
  test("D-optimal and rank-flip follow their formulas", () => {
    const margins = { means: Float64Array.of(0, 1), variances: Float64Array.of(2, 0.5) };
    const p = 1 / (1 + Math.exp(-1));
    expect(scoreDOptimal(margins)[0]).toBeCloseTo(0.5, 15);
    expect(scoreDOptimal(margins)[1]).toBeCloseTo(p * (1 - p) * 0.5, 15);
    expect(scoreRankFlip(margins)[0]).toBeCloseTo(0.5, 15);
    expect(scoreRankFlip(margins)[1]).toBeCloseTo(p * (1 - p) * 0.5 * Math.exp(-1), 15);
  });

  test("rank-flip never exceeds D-optimal, and both are finite and not negative", () => {
    fc.assert(
      fc.property(anyMargins, (margins) => {
        const dOptimal = scoreDOptimal(margins);
        const rankFlip = scoreRankFlip(margins);
        for (let i = 0; i < dOptimal.length; i++) {
          expect(rankFlip[i]).toBeGreaterThanOrEqual(0);
          expect(rankFlip[i]).toBeLessThanOrEqual(dOptimal[i]);
          expect(Number.isFinite(dOptimal[i])).toBe(true);
        }
      }),
    );
  });

  test("swapping first and second changes no score", () => {
    fc.assert(
      fc.property(anyMargins, ({ means, variances }) => {
        const swapped = { means: means.map((mean) => 0 - mean), variances };
        expect(scoreDOptimal(swapped)).toEqual(scoreDOptimal({ means, variances }));
        expect(scoreRankFlip(swapped)).toEqual(scoreRankFlip({ means, variances }));
      }),
    );
  });

  test("with zero variance there is nothing to gain", () => {
    const margins = { means: Float64Array.of(0, 2), variances: new Float64Array(2) };
    expect([...scoreDOptimal(margins)]).toEqual([0, 0]);
    expect([...scoreRankFlip(margins)]).toEqual([0, 0]);
  });

  test("undefined margins are refused", () => {
    const margins = { means: Float64Array.of(0), variances: Float64Array.of(Number.NaN) };
    expect(() => scoreDOptimal(margins)).toThrow(RangeError);
    expect(() => scoreRankFlip({ ...margins, means: new Float64Array(2) })).toThrow(RangeError);
  });
});

describe("the Arena's rule", () => {
  test("is the drop of the standard error at the next judgment", () => {
    const [scarce, frequent] = scoreArenaRule([0.25, 0.25], [1, 100]);
    expect(scarce).toBeCloseTo(0.5 - 0.5 / Math.SQRT2, 15);
    expect(frequent).toBeCloseTo(0.05 - 0.5 / Math.sqrt(101), 15);
  });

  test("a pair never judged comes before one judged once, and stays finite", () => {
    const [never, once] = scoreArenaRule([0.25, 0.25], [0, 1]);
    expect(never).toBeGreaterThan(once);
    expect(Number.isFinite(never)).toBe(true);
  });

  test("refuses counts and variances that cannot be", () => {
    expect(() => scoreArenaRule([0.25], [-1])).toThrow(RangeError);
    expect(() => scoreArenaRule([-0.25], [1])).toThrow(RangeError);
    expect(() => scoreArenaRule([0.25], [])).toThrow(RangeError);
  });
});
