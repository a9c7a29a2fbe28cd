import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  rejectByEvidence,
  testPreference,
  testPreferenceByNormalMixture,
} from "./test-preference.ts";

const counts = fc.tuple(fc.nat(100_000), fc.nat(100_000));

describe("testPreference", () => {
  test("no judgments are no evidence", () => {
    expect(testPreference(0, 0)).toEqual({ kind: "undecided", logEvidence: 0 });
    expect(testPreferenceByNormalMixture(0, 0)).toEqual({ kind: "undecided", logEvidence: 0 });
  });

  // B(30+20, 30+5)/B(30, 30)·2²⁵ and the like, by 30-digit arithmetic in mpmath 1.3.0.
  test.each([
    { wins: 20, losses: 5, logEvidence: 1.17105183538436 },
    { wins: 60, losses: 40, logEvidence: 0.768164361059419 },
    { wins: 520, losses: 480, logEvidence: -0.684161282225136 },
  ])("has the evidence of $wins to $losses", ({ wins, losses, logEvidence }) => {
    expect(testPreference(wins, losses).logEvidence).toBeCloseTo(logEvidence, 10);
  });

  test("under an even chance the expected evidence stays one at every length", () => {
    for (const n of [1, 2, 7, 40]) {
      let expected = 0;
      let logChoose = 0;
      for (let wins = 0; wins <= n; wins++) {
        const evidence = testPreference(wins, n - wins).logEvidence;
        expected += Math.exp(logChoose - n * Math.LN2 + evidence);
        logChoose += Math.log((n - wins) / (wins + 1));
      }
      expect(expected).toBeCloseTo(1, 10);
    }
  });

  test("swapping the sides mirrors the decision", () => {
    fc.assert(
      fc.property(counts, ([wins, losses]) => {
        for (const decide of [testPreference, testPreferenceByNormalMixture]) {
          const found = decide(wins, losses);
          const mirrored = decide(losses, wins);
          expect(Number.isFinite(found.logEvidence)).toBe(true);
          expect(mirrored.logEvidence).toBeCloseTo(found.logEvidence, 6);
          if (found.kind === "undecided") expect(mirrored.kind).toBe("undecided");
          else expect(mirrored.kind).toBe(found.kind === "first" ? "second" : "first");
        }
      }),
    );
  });

  test("decides for the side with more judgments once the evidence is 1/alpha", () => {
    expect(testPreference(40, 10).kind).toBe("first");
    expect(testPreference(10, 40).kind).toBe("second");
    expect(testPreference(6, 0).kind).toBe("undecided");
    expect(testPreference(40, 10, { alpha: 1e-6 }).kind).toBe("undecided");
  });

  test("the normal mixture decides exactly where its boundary lies", () => {
    const n = 400;
    const v = n / 4;
    const radius = Math.sqrt((v + 25) * Math.log((v + 25) / (25 * 0.05 ** 2)));
    const justBelow = Math.floor(n / 2 + radius);
    expect(testPreferenceByNormalMixture(justBelow, n - justBelow).kind).toBe("undecided");
    expect(testPreferenceByNormalMixture(justBelow + 1, n - justBelow - 1).kind).toBe("first");
  });

  test("impossible counts and options are refused", () => {
    expect(() => testPreference(-1, 2)).toThrow(RangeError);
    expect(() => testPreference(Number.NaN, 2)).toThrow(RangeError);
    expect(() => testPreference(1, 2, { alpha: 0 })).toThrow(RangeError);
    expect(() => testPreference(1, 2, { concentration: 0 })).toThrow(RangeError);
    expect(() => testPreferenceByNormalMixture(1, 2, { rho: 0 })).toThrow(RangeError);
    expect(() => testPreferenceByNormalMixture(1, Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});

describe("rejectByEvidence", () => {
  test("rejects the k largest that reach m/(k·alpha)", () => {
    // m = 4, alpha = 0.1: thresholds 40, 20, 13.3…, 10.
    const logs = (values: number[]) => values.map(Math.log);
    expect([...rejectByEvidence(logs([1, 25, 21, 2]), 0.1)]).toEqual([0, 1, 1, 0]);
    expect([...rejectByEvidence(logs([1, 25, 19, 2]), 0.1)]).toEqual([0, 0, 0, 0]);
    expect([...rejectByEvidence(logs([45, 1, 1, 1]), 0.1)]).toEqual([1, 0, 0, 0]);
    expect([...rejectByEvidence(logs([10, 10, 10, 10]), 0.1)]).toEqual([1, 1, 1, 1]);
  });

  test("rejects nothing where nothing was tested", () => {
    expect(rejectByEvidence([], 0.05)).toHaveLength(0);
  });

  test("what is not a number is refused", () => {
    expect(() => rejectByEvidence([Number.NaN], 0.05)).toThrow(RangeError);
    expect(() => rejectByEvidence([1], 1)).toThrow(RangeError);
  });
});
