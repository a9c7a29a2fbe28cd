import { describe, expect, test } from "vitest";
import { factorCholesky, invertCholesky } from "#server/core/numerics/cholesky.ts";
import { judgmentsForPair, judgmentsForStrengths, judgmentsUntilWidth } from "./plan-judgments.ts";

const LOGITS_PER_ELO = Math.LN10 / 400;

describe("judgmentsForPair", () => {
  // (1.959964·2·173.7178/20)² = 1159.2, the published "±20 Elo needs about 1,159".
  test("needs 1,160 judgments for ± 20 Elo between equals", () => {
    expect(judgmentsForPair(20 * LOGITS_PER_ELO)).toBe(1160);
  });

  test("needs more where one side usually wins", () => {
    expect(judgmentsForPair(0.5, { probability: 0.9 })).toBeGreaterThan(judgmentsForPair(0.5));
  });
});

describe("judgmentsForStrengths", () => {
  test("reaches its width exactly in the inverse information of a balanced design", () => {
    const models = 7;
    const halfWidth = 0.2;
    const information = 0.2;
    const judgments = judgmentsForStrengths(models, halfWidth, { information });
    const perPair = judgments / ((models * (models - 1)) / 2);
    // The Laplacian plus 11ᵀ/K has the same inverse on contrasts, and 11ᵀ/K beside it.
    const matrix = new Float64Array(models * models).fill(1 / models - perPair * information);
    for (let i = 0; i < models; i++) {
      matrix[i * models + i] = 1 / models + perPair * information * (models - 1);
    }
    const result = factorCholesky(matrix, models);
    if (result.kind !== "factored") throw new Error("the information matrix must be invertible");
    const variance = invertCholesky(result.factor)[0] - 1 / models;
    expect(1.959963984540054 * Math.sqrt(variance)).toBeLessThanOrEqual(halfWidth);
    expect((1.959963984540054 ** 2 * variance) / halfWidth ** 2).toBeGreaterThan(0.999);
  });

  test("with many models comes to K/2h·(z/w)²", () => {
    const approximate = (1000 / 0.44) * (1.959963984540054 / 0.1) ** 2;
    expect(judgmentsForStrengths(1000, 0.1) / approximate).toBeCloseTo(1, 2);
  });
});

describe("judgmentsUntilWidth", () => {
  test("halving the width takes three times as many again", () => {
    expect(judgmentsUntilWidth(500, { present: 40, wanted: 20 })).toBe(1500);
  });

  test("a width already reached needs none", () => {
    expect(judgmentsUntilWidth(500, { present: 10, wanted: 20 })).toBe(0);
    expect(judgmentsUntilWidth(500, { present: 20, wanted: 20 })).toBe(0);
  });
});

describe("plans that make no sense", () => {
  test("are refused", () => {
    expect(() => judgmentsForPair(0)).toThrow(RangeError);
    expect(() => judgmentsForPair(1, { probability: 1 })).toThrow(RangeError);
    expect(() => judgmentsForPair(1, { confidence: 1 })).toThrow(RangeError);
    expect(() => judgmentsForStrengths(1, 1)).toThrow(RangeError);
    expect(() => judgmentsForStrengths(3, 1, { information: 0.3 })).toThrow(RangeError);
    expect(() => judgmentsUntilWidth(0, { present: 1, wanted: 1 })).toThrow(RangeError);
    expect(() => judgmentsUntilWidth(9, { present: 1, wanted: 0 })).toThrow(RangeError);
  });
});
