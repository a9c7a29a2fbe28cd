import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "#server/core/numerics/random.ts";
import { type AgreementTable, tabulateCounts, tabulateResponses } from "./agreement-table.ts";
import { bootstrapAgreement } from "./bootstrap-agreement.ts";
import { fleissKappa } from "./fleiss-kappa.ts";
import { gwetAc } from "./gwet-ac.ts";
import { type AlphaMetric, krippendorffAlpha } from "./krippendorff-alpha.ts";

/** Reads annotators × units as printed, with "·" where a response is missing. */
function readCodings(rows: readonly string[], categories: number): AgreementTable {
  const units: number[] = [];
  const chosen: number[] = [];
  for (const row of rows) {
    row.split(" ").forEach((cell, unit) => {
      if (cell === "·") return;
      units.push(unit);
      chosen.push(Number(cell) - 1);
    });
  }
  return tabulateResponses({ units, categories: chosen }, categories);
}

function readCounts(rows: string): AgreementTable {
  return tabulateCounts(rows.replaceAll(" ", "").split("").map(Number), 5);
}

function coefficientOf(result: { kind: string; coefficient?: number }): number {
  expect(result.kind).toBe("agreement");
  return result.coefficient ?? Number.NaN;
}

function metric(kind: AlphaMetric["kind"], values: readonly number[]): AlphaMetric {
  return kind === "interval" || kind === "ratio" ? { kind, values } : { kind };
}

// Krippendorff's four observers and twelve units with missing data (R packages irr and irrCAC,
// `cac.raw4raters`; Krippendorff 2011).
const fourObservers = readCodings(
  [
    "1 2 3 3 2 1 4 1 2 · · ·",
    "1 2 3 3 2 2 4 1 2 5 · 3",
    "· 3 3 3 2 3 4 2 2 5 1 ·",
    "1 2 3 3 2 4 4 1 2 5 1 ·",
  ],
  5,
);

// Three coders and fifteen units (Wikipedia, "Krippendorff's alpha").
const threeCoders = readCodings(
  [
    "· · · · · 3 4 1 2 1 1 3 3 · 3",
    "1 · 2 1 3 3 4 3 · · · · · · ·",
    "· · 2 1 3 4 4 · 2 1 1 3 3 · 4",
  ],
  4,
);

// Fleiss 1971: six psychiatrists, thirty patients, five diagnoses (R package irr, `diagnoses`).
const diagnoses =
  "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 " +
  "00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006";

describe("krippendorffAlpha", () => {
  test.each([
    { kind: "nominal" as const, alpha: 904 / 1216 },
    { kind: "ordinal" as const, alpha: 0.8153875038 },
    { kind: "interval" as const, alpha: 0.8491071429 },
    { kind: "ratio" as const, alpha: 0.7974027747 },
  ])("agrees on four observers with a $kind metric", ({ kind, alpha }) => {
    const found = krippendorffAlpha(fourObservers, metric(kind, [1, 2, 3, 4, 5]));
    expect(coefficientOf(found)).toBeCloseTo(alpha, 10);
    if (found.kind === "agreement") expect(found.pairableResponses).toBe(40);
  });

  test.each([
    { kind: "nominal" as const, alpha: 0.6913580247 },
    { kind: "ordinal" as const, alpha: 0.8067214199 },
    { kind: "interval" as const, alpha: 0.8108448928 },
    { kind: "ratio" as const, alpha: 0.8089436708 },
  ])("agrees on three coders with a $kind metric", ({ kind, alpha }) => {
    expect(coefficientOf(krippendorffAlpha(threeCoders, metric(kind, [1, 2, 3, 4])))).toBeCloseTo(
      alpha,
      10,
    );
  });

  // Tests of the Rust crate evalica.
  test("agrees on three units of neighbouring values", () => {
    const table = readCodings(["1 2 3", "2 3 4"], 4);
    expect(coefficientOf(krippendorffAlpha(table, { kind: "nominal" }))).toBeCloseTo(-0.1538462, 7);
    const interval = krippendorffAlpha(table, metric("interval", [1, 2, 3, 4]));
    expect(coefficientOf(interval)).toBeCloseTo(0.5454545, 7);
  });

  test("agrees with irr on two annotators of a 3 × 3 table", () => {
    const units: number[] = [];
    const categories: number[] = [];
    [13, 0, 0, 0, 20, 7, 0, 4, 56].forEach((count, cell) => {
      for (let i = 0; i < count; i++) {
        const unit = units.length / 2;
        units.push(unit, unit);
        categories.push(Math.floor(cell / 3), cell % 3);
      }
    });
    const table = tabulateResponses({ units, categories }, 3);
    expect(coefficientOf(krippendorffAlpha(table, { kind: "nominal" }))).toBeCloseTo(0.7972585, 7);
  });

  test("no responses, or only single ones, leave it undefined", () => {
    const undefinedAlpha = { kind: "undefined", reason: "no-pairable-units" };
    expect(krippendorffAlpha(tabulateCounts([], 3), { kind: "nominal" })).toEqual(undefinedAlpha);
    expect(krippendorffAlpha(tabulateCounts([1, 0, 0, 1], 2), { kind: "nominal" })).toEqual(
      undefinedAlpha,
    );
  });

  test("all ties leave it undefined, because chance cannot be told from agreement", () => {
    expect(krippendorffAlpha(tabulateCounts([0, 3, 0, 0, 2, 0], 3), { kind: "ordinal" })).toEqual({
      kind: "undefined",
      reason: "one-category",
    });
  });

  test("values that cannot be used are refused", () => {
    const table = tabulateCounts([1, 1], 2);
    expect(() => krippendorffAlpha(table, metric("interval", [1]))).toThrow(RangeError);
    expect(() => krippendorffAlpha(table, metric("ratio", [-1, 1]))).toThrow(RangeError);
    expect(() => krippendorffAlpha(table, metric("interval", [Number.NaN, 1]))).toThrow(RangeError);
  });
});

describe("fleissKappa", () => {
  test("agrees with Fleiss 1971 and irr on thirty patients", () => {
    const found = fleissKappa(readCounts(diagnoses));
    expect(coefficientOf(found)).toBeCloseTo(0.4302445201, 10);
    if (found.kind !== "agreement") return;
    expect(found.observedAgreement).toBeCloseTo(0.5555555556, 10);
    expect(found.expectedAgreement).toBeCloseTo(0.2199382716, 10);
    expect(found.chanceTest?.z).toBeCloseTo(17.65183, 5);
    expect(found.byCategory.map((kappa) => kappa?.toFixed(3))).toEqual([
      "0.245",
      "0.245",
      "0.520",
      "0.471",
      "0.566",
    ]);
  });

  // R package irrCAC, `distrib.6raters`: the first fifteen of the same patients.
  test("agrees with irrCAC on fifteen patients", () => {
    const table = readCounts(diagnoses.slice(0, 15 * 6));
    expect(coefficientOf(fleissKappa(table))).toBeCloseTo(0.413926, 6);
    expect(coefficientOf(gwetAc(table))).toBeCloseTo(0.444801, 6);
    expect(coefficientOf(krippendorffAlpha(table, { kind: "nominal" }))).toBeCloseTo(0.420438, 6);
  });

  // Wikipedia, "Fleiss' kappa": fourteen raters, ten subjects, five categories.
  test("agrees with the worked example of fourteen raters", () => {
    const table = tabulateCounts(
      [
        0, 0, 0, 0, 14, 0, 2, 6, 4, 2, 0, 0, 3, 5, 6, 0, 3, 9, 2, 0, 2, 2, 8, 1, 1, 7, 7, 0, 0, 0,
        3, 2, 6, 3, 0, 2, 5, 3, 2, 2, 6, 5, 2, 1, 0, 0, 2, 2, 3, 7,
      ],
      5,
    );
    expect(coefficientOf(fleissKappa(table))).toBeCloseTo(0.2099307, 7);
  });

  test("agrees with irrCAC where responses are missing, and then offers no chance test", () => {
    const found = fleissKappa(fourObservers);
    expect(coefficientOf(found)).toBeCloseTo(0.76117, 5);
    if (found.kind !== "agreement") return;
    expect(found.observedAgreement).toBeCloseTo(0.81818, 5);
    expect(found.chanceTest).toBeNull();
  });

  test("a category without responses has no kappa of its own", () => {
    const found = fleissKappa(tabulateCounts([2, 0, 0, 1, 1, 0, 0, 2, 0], 3));
    expect(found.kind === "agreement" && found.byCategory[2]).toBeNull();
  });

  test("no judgments, one annotator, and all ties leave it undefined", () => {
    const noPairs = { kind: "undefined", reason: "no-pairable-units" };
    expect(fleissKappa(tabulateCounts([], 3))).toEqual(noPairs);
    expect(fleissKappa(tabulateCounts([1, 0, 0, 0, 1, 0], 3))).toEqual(noPairs);
    expect(fleissKappa(tabulateCounts([0, 3, 0, 0, 3, 0], 3))).toEqual({
      kind: "undefined",
      reason: "one-category",
    });
  });
});

describe("gwetAc", () => {
  test("AC1 agrees with irr and irrCAC", () => {
    expect(coefficientOf(gwetAc(readCounts(diagnoses)))).toBeCloseTo(0.4478845, 6);
    expect(coefficientOf(gwetAc(fourObservers))).toBeCloseTo(0.77544, 5);
  });

  // Tests of the Python package irrCAC, test/unit/irrCAC/raw/test_gwet.py.
  test.each([
    { weighting: "linear" as const, ac: 0.859, observed: 0.939, expected: 0.571 },
    { weighting: "quadratic" as const, ac: 0.914, observed: 0.975, expected: 0.714 },
  ])("AC2 agrees with irrCAC under $weighting weights", ({ weighting, ac, observed, expected }) => {
    const found = gwetAc(fourObservers, weighting);
    expect(coefficientOf(found).toFixed(3)).toBe(ac.toFixed(3));
    if (found.kind !== "agreement") return;
    expect(found.observedAgreement.toFixed(3)).toBe(observed.toFixed(3));
    expect(found.expectedAgreement.toFixed(3)).toBe(expected.toFixed(3));
  });

  test("all ties are perfect agreement, one annotator leaves it undefined", () => {
    expect(coefficientOf(gwetAc(tabulateCounts([0, 3, 0, 0, 2, 0], 3)))).toBe(1);
    expect(gwetAc(tabulateCounts([1, 0], 2)).kind).toBe("undefined");
    expect(gwetAc(tabulateCounts([2, 3], 1))).toEqual({
      kind: "undefined",
      reason: "one-category",
    });
  });
});

describe("all coefficients", () => {
  const anyUnits = fc.array(
    fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 3 }),
    {
      minLength: 1,
      maxLength: 12,
    },
  );

  test("do not depend on the order of units and of responses", () => {
    fc.assert(
      fc.property(anyUnits, (rows) => {
        const forward = tabulateCounts(rows.flat(), 3);
        const units: number[] = [];
        const categories: number[] = [];
        [...rows].reverse().forEach((row, unit) => {
          row.forEach((count, k) => {
            for (let i = 0; i < count; i++) {
              units.unshift(unit);
              categories.unshift(k);
            }
          });
        });
        const backward = tabulateResponses({ units, categories }, 3);
        for (const statistic of [fleissKappa, gwetAc, ordinalAlpha]) {
          const a = statistic(forward);
          const b = statistic(backward);
          expect(b.kind).toBe(a.kind);
          if (a.kind === "agreement" && b.kind === "agreement") {
            expect(b.coefficient).toBeCloseTo(a.coefficient, 10);
            expect(a.coefficient).toBeLessThanOrEqual(1 + 1e-12);
          }
        }
      }),
    );
  });

  test("nominal alpha does not depend on how categories are numbered", () => {
    fc.assert(
      fc.property(anyUnits, (rows) => {
        const a = krippendorffAlpha(tabulateCounts(rows.flat(), 3), { kind: "nominal" });
        const relabelled = rows.map(([x, y, z]) => [z, x, y]);
        const b = krippendorffAlpha(tabulateCounts(relabelled.flat(), 3), { kind: "nominal" });
        expect(b.kind).toBe(a.kind);
        if (a.kind === "agreement" && b.kind === "agreement") {
          expect(b.coefficient).toBeCloseTo(a.coefficient, 12);
        }
      }),
    );
  });
});

describe("tabulating", () => {
  test("shares rows between equal units and keeps count of them", () => {
    const table = tabulateCounts([1, 2, 0, 0, 1, 2, 2, 1], 2);
    expect([...table.counts]).toEqual([1, 2, 2, 1]);
    expect([...table.multiplicities]).toEqual([2, 1]);
    expect([...table.unitRows]).toEqual([0, 0, 1]);
  });

  test("refuses units, categories and counts that cannot be", () => {
    expect(() => tabulateResponses({ units: [0], categories: [2] }, 2)).toThrow(RangeError);
    expect(() => tabulateResponses({ units: [-1], categories: [0] }, 2)).toThrow(RangeError);
    expect(() => tabulateResponses({ units: [0, 1], categories: [0] }, 2)).toThrow(RangeError);
    expect(() => tabulateCounts([1, 2, 3], 2)).toThrow(RangeError);
    expect(() => tabulateCounts([1, -2], 2)).toThrow(RangeError);
    expect(() => tabulateCounts([1.5, 0], 2)).toThrow(RangeError);
    expect(() => tabulateCounts([], 0)).toThrow(RangeError);
  });
});

describe("bootstrapAgreement", () => {
  const options = { resamples: 400, confidence: 0.95 };

  test("encloses the estimate and repeats from its seed", () => {
    const draw = () =>
      bootstrapAgreement(readCounts(diagnoses), ordinalAlpha, {
        ...options,
        random: createRandom(1),
      });
    const found = draw();
    expect(found).toEqual(draw());
    if (found.kind !== "interval") throw new Error("expected an interval");
    const estimate = coefficientOf(ordinalAlpha(readCounts(diagnoses)));
    expect(found.lower).toBeLessThan(estimate);
    expect(found.upper).toBeGreaterThan(estimate);
  });

  test("a unit of perfect agreement has an interval without width", () => {
    const table = tabulateCounts([3, 0, 0, 3, 3, 0, 0, 3, 0, 3, 3, 0], 2);
    const found = bootstrapAgreement(table, gwetAc, { ...options, random: createRandom(2) });
    expect(found).toMatchObject({ kind: "interval", lower: 1, upper: 1, standardError: 0 });
  });

  test("says so when there are no units, or hardly a resample is defined", () => {
    const random = createRandom(3);
    expect(bootstrapAgreement(tabulateCounts([], 2), gwetAc, { ...options, random })).toEqual({
      kind: "undefined",
      reason: "no-units",
    });
    expect(
      bootstrapAgreement(tabulateCounts([2, 0], 2), fleissKappa, { ...options, random }),
    ).toEqual({ kind: "undefined", reason: "mostly-undefined" });
  });

  test("refuses options out of range", () => {
    const table = tabulateCounts([1, 1], 2);
    const random = createRandom(4);
    expect(() => bootstrapAgreement(table, gwetAc, { ...options, resamples: 1, random })).toThrow(
      RangeError,
    );
    expect(() => bootstrapAgreement(table, gwetAc, { ...options, confidence: 1, random })).toThrow(
      RangeError,
    );
  });
});

function ordinalAlpha(table: AgreementTable) {
  return krippendorffAlpha(table, { kind: "ordinal" });
}
