import { expect, it } from "vitest";
import { stackRows } from "./feature-matrix.ts";
import { fitStandardiser, keepLeadingColumns, standardise } from "./standardiser.ts";

const rows = stackRows([
  [1, 0, 7],
  [2, 0, 7],
  [3, 0, 7],
  [4, 0, 7],
  [1000, 1, 7],
]);

it("centres at the median and scales by the quartile distance", () => {
  const standardiser = fitStandardiser(stackRows([[0], [1], [2], [3], [4], [5], [6], [7], [8]]));
  expect(standardiser.centres[0]).toBe(4);
  expect(standardiser.scales[0]).toBeCloseTo(4 / 1.349, 3);
});

it("falls back to the standard deviation where most values agree", () => {
  expect(fitStandardiser(rows).scales[1]).toBeCloseTo(0.4);
});

it("cuts outliers and leaves a constant feature at zero", () => {
  const { values, width } = standardise(fitStandardiser(rows), rows);
  expect(Math.max(...values)).toBeLessThanOrEqual(4);
  for (let row = 0; row < 5; row++) expect(values[row * width + 2]).toBe(0);
});

it("leaves leading columns as they are, however large", () => {
  const standardiser = keepLeadingColumns(1, fitStandardiser(stackRows([[0], [1], [2]])));
  expect(standardise(standardiser, stackRows([[-37.5, 1]])).values).toEqual(
    Float64Array.of(-37.5, 0),
  );
});

it("refuses features that are not finite or not as wide", () => {
  expect(() => fitStandardiser(stackRows([[Number.NaN]]))).toThrow(RangeError);
  expect(() => standardise(fitStandardiser(rows), stackRows([[1]]))).toThrow(RangeError);
});
