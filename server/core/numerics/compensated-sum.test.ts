import { describe, expect, it } from "vitest";
import { compensatedDot, compensatedSum } from "./compensated-sum.ts";

describe("compensated sums", () => {
  it("keep a small term between two large ones that cancel (Neumaier's example)", () => {
    expect(compensatedSum([1, 1e100, 1, -1e100])).toBe(2);
  });

  it("add a million tenths without drift", () => {
    expect(compensatedSum(new Float64Array(1_000_000).fill(0.1))).toBe(100_000);
  });

  it("give zero for nothing", () => {
    expect(compensatedSum([])).toBe(0);
  });

  it("refuse vectors of different length", () => {
    expect(compensatedDot([1, 1e100, 1], [1, 1, -1])).toBe(1e100);
    expect(() => compensatedDot([1], [1, 2])).toThrow(RangeError);
  });
});
