import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cohenKappa } from "./cohen-kappa.ts";
import { gwetAcOfTwo } from "./gwet-ac-of-two.ts";

// R package irrCAC 1.0, data sets of the same names.
const abstractors = [13, 0, 0, 0, 20, 7, 0, 4, 56];
const diagnosis = [40, 6, 4, 15, 4, 25, 1, 5, 4, 2, 21, 9, 17, 13, 12, 45];
// Pathologists A and B of Landis and Koch 1977 (https://doi.org/10.2307/2529786, table 1), the two
// worst categories merged; recounted from the 118 slides in the R package ggpcp.
const carcinoma = [22, 2, 2, 0, 5, 7, 14, 0, 0, 2, 36, 0, 0, 1, 17, 10];

const anyTable = fc
  .integer({ min: 2, max: 4 })
  .chain((q) => fc.array(fc.integer({ min: 0, max: 30 }), { minLength: q * q, maxLength: q * q }));

function coefficientOf(result: { kind: string; coefficient?: number }): number {
  expect(result.kind).toBe("agreement");
  return result.coefficient ?? Number.NaN;
}

describe("cohenKappa", () => {
  // Wikipedia, "Cohen's kappa", the worked example and the two tables of equal percentage.
  test.each([
    { table: [20, 5, 10, 15], kappa: 0.4 },
    { table: [45, 15, 25, 15], kappa: 0.1304347826 },
    { table: [25, 35, 5, 35], kappa: 0.2592592593 },
    { table: [118, 5, 2, 0], kappa: -0.0234 },
  ])("agrees with the published kappa of $table", ({ table, kappa }) => {
    expect(coefficientOf(cohenKappa(table, 2))).toBeCloseTo(kappa, kappa < 0 ? 4 : 9);
  });

  test("agrees with irrCAC on 3 × 3 and 4 × 4 tables, standard error included", () => {
    const found = cohenKappa(abstractors, 3);
    expect(coefficientOf(found)).toBeCloseTo(0.7964094, 7);
    if (found.kind === "agreement") expect(found.standardError).toBeCloseTo(0.05891072, 8);
    expect(coefficientOf(cohenKappa(diagnosis, 4))).toBeCloseTo(0.4315008, 7);
  });

  test("agrees on the carcinoma slides, plain, linear and quadratic", () => {
    expect(coefficientOf(cohenKappa(carcinoma, 4))).toBeCloseTo(0.4930056, 7);
    expect(coefficientOf(cohenKappa(carcinoma, 4, "linear"))).toBeCloseTo(0.6488095, 7);
    expect(coefficientOf(cohenKappa(carcinoma, 4, "quadratic"))).toBeCloseTo(0.7838219, 7);
  });

  // Weighted coefficients and standard errors from the tests of the Python package irrCAC
  // (test/unit/irrCAC/table/test_cohen.py), which give three decimals.
  test.each([
    { weighting: "linear" as const, kappa: 0.407, standardError: 0.053 },
    { weighting: "quadratic" as const, kappa: 0.383, standardError: 0.066 },
  ])("agrees with irrCAC under $weighting weights", ({ weighting, kappa, standardError }) => {
    const found = cohenKappa(diagnosis, 4, weighting);
    expect(coefficientOf(found).toFixed(3)).toBe(kappa.toFixed(3));
    if (found.kind === "agreement") {
      expect(found.standardError.toFixed(3)).toBe(standardError.toFixed(3));
    }
  });

  test("exchanging the annotators, or multiplying all counts, changes nothing but the error", () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const q = Math.sqrt(table.length);
        const transposed = table.map((_, at) => table[(at % q) * q + Math.floor(at / q)]);
        const found = cohenKappa(table, q, "linear");
        const swapped = cohenKappa(transposed, q, "linear");
        const fourfold = cohenKappa(
          table.map((n) => 4 * n),
          q,
          "linear",
        );
        expect(swapped.kind).toBe(found.kind);
        expect(fourfold.kind).toBe(found.kind);
        if (
          found.kind === "agreement" &&
          swapped.kind === "agreement" &&
          fourfold.kind === "agreement"
        ) {
          expect(found.coefficient).toBeLessThanOrEqual(1 + 1e-12);
          expect(swapped.coefficient).toBeCloseTo(found.coefficient, 10);
          expect(fourfold.coefficient).toBeCloseTo(found.coefficient, 10);
          expect(2 * fourfold.standardError).toBeCloseTo(found.standardError, 6);
        }
      }),
    );
  });

  test("no judgments leave it undefined", () => {
    expect(cohenKappa([0, 0, 0, 0], 2)).toEqual({ kind: "undefined", reason: "no-judgments" });
  });

  test("everything in one category by both leaves it undefined", () => {
    expect(cohenKappa([9, 0, 0, 0], 2)).toEqual({ kind: "undefined", reason: "one-category" });
  });

  test("perfect agreement over two categories is one, without error", () => {
    const found = cohenKappa([4, 0, 0, 6], 2);
    expect(found).toMatchObject({ kind: "agreement", coefficient: 1, standardError: 0 });
  });

  test("tables of the wrong size and impossible counts are refused", () => {
    expect(() => cohenKappa([1, 2, 3], 2)).toThrow(RangeError);
    expect(() => cohenKappa([1, -1, 1, 1], 2)).toThrow(RangeError);
    expect(() => cohenKappa([1, Number.NaN, 1, 1], 2)).toThrow(RangeError);
    expect(() => cohenKappa([], 0)).toThrow(RangeError);
  });
});

describe("gwetAcOfTwo", () => {
  test("agrees with irrCAC, standard error included", () => {
    const found = gwetAcOfTwo(abstractors, 3);
    expect(coefficientOf(found)).toBeCloseTo(0.8493305, 7);
    if (found.kind === "agreement") expect(found.standardError).toBeCloseTo(0.04321747, 8);
    expect(coefficientOf(gwetAcOfTwo(diagnosis, 4))).toBeCloseTo(0.4561576, 6);
  });

  // Tests of the Python package irrCAC, test/unit/irrCAC/table/test_gwet.py.
  test.each([
    { table: diagnosis, weighting: "identity" as const, ac: 0.456, standardError: 0.043 },
    { table: diagnosis, weighting: "linear" as const, ac: 0.377, standardError: 0.056 },
    { table: diagnosis, weighting: "quadratic" as const, ac: 0.299, standardError: 0.075 },
  ])("agrees with irrCAC under $weighting weights", ({ table, weighting, ac, standardError }) => {
    const found = gwetAcOfTwo(table, 4, weighting);
    expect(coefficientOf(found).toFixed(3)).toBe(ac.toFixed(3));
    if (found.kind === "agreement") {
      expect(found.standardError.toFixed(3)).toBe(standardError.toFixed(3));
    }
  });

  test("stays high where one category prevails and kappa collapses", () => {
    expect(coefficientOf(gwetAcOfTwo([118, 5, 2, 0], 2))).toBeCloseTo(0.9408, 4);
  });

  test("everything in one category is perfect agreement", () => {
    expect(coefficientOf(gwetAcOfTwo([9, 0, 0, 0], 2))).toBe(1);
  });

  test("no judgments, or a single category to choose, leave it undefined", () => {
    expect(gwetAcOfTwo([0, 0, 0, 0], 2)).toEqual({ kind: "undefined", reason: "no-judgments" });
    expect(gwetAcOfTwo([9], 1)).toEqual({ kind: "undefined", reason: "one-category" });
  });
});
