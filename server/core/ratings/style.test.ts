import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measureStyle, STYLE_FEATURES, scaleFeatures, styleDifference } from "./style.ts";

describe("measureStyle", () => {
  it("counts headers, list items and bold text as the public arenas do", () => {
    const text = [
      "# Title",
      "### Third",
      "#no space",
      "- one",
      "  * two",
      "+ three",
      "1. first",
      " 12. twelfth",
      "Some **bold** and __also bold__ and **not",
      "bold** here.",
    ].join("\n");
    expect(measureStyle(text)).toMatchObject({ headers: 2, lists: 5, bold: 2 });
  });

  it("ignores marks inside code blocks but not their length", () => {
    const code = "```sh\n# comment\n- flag\n**\n```";
    expect(measureStyle(`${code}\n# Title`)).toEqual({
      length: code.length + 8,
      headers: 1,
      lists: 0,
      bold: 0,
    });
  });

  it("counts characters, not code units, and nothing in an empty answer", () => {
    expect(measureStyle("é🙂").length).toBe(2);
    expect(measureStyle("")).toEqual({ length: 0, headers: 0, lists: 0, bold: 0 });
  });

  it("is quick on text made to be slow", () => {
    for (const text of [
      "\n".repeat(200_000),
      " ".repeat(200_000),
      "*".repeat(200_000),
      "```".repeat(70_000),
      "_".repeat(200_000),
    ]) {
      const marks = measureStyle(text);
      expect(marks.headers + marks.lists).toBe(0);
    }
  }, 2000);
});

describe("styleDifference", () => {
  const style = fc.record({
    length: fc.nat(5000),
    headers: fc.nat(9),
    lists: fc.nat(30),
    bold: fc.nat(20),
  });

  it("lies in [−1, 1] and changes sign when the answers are swapped", () => {
    fc.assert(
      fc.property(style, style, (a, b) => {
        const there = styleDifference(b, a);
        styleDifference(a, b).forEach((value, at) => {
          expect(Math.abs(value)).toBeLessThanOrEqual(1);
          expect(value + there[at]).toBe(0);
        });
      }),
    );
  });

  it("is (a − b)/(a + b), and zero where neither answer has the mark", () => {
    const first = { length: 300, headers: 0, lists: 4, bold: 1 };
    const second = { length: 100, headers: 0, lists: 0, bold: 3 };
    expect(Array.from(styleDifference(first, second))).toEqual([0.5, 0, 1, -0.5]);
    expect(STYLE_FEATURES).toEqual(["length", "headers", "lists", "bold"]);
  });
});

describe("scaleFeatures", () => {
  it("gives each feature a root mean square of one without moving its mean", () => {
    const { features, scales } = scaleFeatures(Float64Array.of(3, 0, 4, 0), 2);
    expect(scales[0]).toBeCloseTo(Math.sqrt(12.5), 14);
    expect(features[0] ** 2 + features[2] ** 2).toBeCloseTo(2, 14);
  });

  it("leaves a feature of zero variance at zero, and accepts no rows", () => {
    expect(scaleFeatures(Float64Array.of(3, 0, 4, 0), 2).scales[1]).toBe(1);
    expect(Array.from(scaleFeatures(new Float64Array(0), 3).scales)).toEqual([1, 1, 1]);
  });

  it("refuses broken rows and infinite values", () => {
    expect(() => scaleFeatures(new Float64Array(3), 2)).toThrow(RangeError);
    expect(() => scaleFeatures(Float64Array.of(Number.POSITIVE_INFINITY), 1)).toThrow(RangeError);
  });
});
