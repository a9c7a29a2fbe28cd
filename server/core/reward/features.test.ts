import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extractFeatures, featureCount, featureNames, textGroups } from "./features.ts";
import { totalWidth } from "./reward-model.ts";

const question = [{ role: "user", content: "How do I keep bread fresh for a week?" }];

function feature(name: string, text: string, messages = question): number {
  const index = featureNames.indexOf(name);
  if (index === -1) throw new RangeError(`There is no feature "${name}".`);
  return extractFeatures(messages, text)[index];
}

describe("extractFeatures", () => {
  it("names every feature once and covers them with prior groups", () => {
    expect(new Set(featureNames).size).toBe(featureCount);
    expect(totalWidth(textGroups)).toBe(featureCount);
    expect(extractFeatures(question, "Freeze it.")).toHaveLength(featureCount);
  });

  it("gives the same numbers for the same text", () => {
    const text = "**Freeze** half of it.\n\n1. Slice\n2. Wrap";
    expect(extractFeatures(question, text)).toEqual(extractFeatures(question, text));
  });

  it("is finite for any text and any conversation", () => {
    const turn = fc.record({
      role: fc.constantFrom("user", "assistant", "system"),
      content: fc.string({ unit: "binary" }),
    });
    fc.assert(
      fc.property(
        fc.array(turn, { maxLength: 4 }),
        fc.string({ unit: "binary", maxLength: 300 }),
        (messages, text) => extractFeatures(messages, text).every(Number.isFinite),
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ["empty", ""],
    ["blank", " \n\t\n "],
    ["Chinese", "面包可以冷冻保存。先切片,再包好!"],
    ["Arabic", "احفظ الخبز في المجمّد. هل لديك كيس؟"],
    ["Thai", "เก็บขนมปังไว้ในช่องแช่แข็ง"],
    ["emoji", "🍞👍🏽🇫🇷👩‍👩‍👧"],
    ["lone surrogates", "\ud800 \udc00 \ud800"],
    ["control characters", "\u0000\u0007\u202e bread"],
  ])("is finite for %s text", (_, text) => {
    expect(extractFeatures(question, text).every(Number.isFinite)).toBe(true);
  });

  it.each([
    ["one word", "a".repeat(2 ** 20)],
    ["lines", "- bread\n".repeat(2 ** 17)],
    ["ideographs", "面".repeat(2 ** 20)],
    ["one fence", "`".repeat(2 ** 20)],
  ])("reads a megabyte of %s in under half a second", (_, text) => {
    const start = performance.now();
    expect(extractFeatures(question, text).every(Number.isFinite)).toBe(true);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it("counts ideographs as words", () => {
    expect(feature("log words", "面包可以冷冻")).toBeCloseTo(Math.log1p(6));
  });

  it("counts an apostrophe as part of its word, straight or curly", () => {
    expect(feature("log words", "I don't know")).toBeCloseTo(Math.log1p(3));
    expect(extractFeatures(question, "I don’t know")[featureNames.indexOf("refusal phrases")]).toBe(
      feature("refusal phrases", "I don't know"),
    );
  });

  it("sees Markdown structure", () => {
    const text =
      "# Title\n\n- one\n- two\n\n1. three\n2) four\n\n| a | b |\n\n```js\nlet a;\n```\n> quote";
    expect(feature("headings", text)).toBeCloseTo(Math.log1p(1));
    expect(feature("bullets", text)).toBeCloseTo(Math.log1p(2));
    expect(feature("numbered items", text)).toBeCloseTo(Math.log1p(2));
    expect(feature("table rows", text)).toBeCloseTo(Math.log1p(1));
    expect(feature("code blocks", text)).toBeCloseTo(Math.log1p(1));
    expect(feature("code lines", text)).toBeCloseTo(Math.log1p(1));
    expect(feature("quotes", text)).toBeCloseTo(Math.log1p(1));
  });

  it("sees an unfinished code fence and an unfinished sentence", () => {
    expect(feature("open code fence", "```js\nlet a")).toBe(1);
    expect(feature("open code fence", "```js\nlet a\n```")).toBe(0);
    expect(feature("ends in mid-sentence", "Freeze half of the")).toBe(1);
    expect(feature("ends in mid-sentence", "Freeze half of it.")).toBe(0);
    expect(feature("ends in mid-sentence", "冷冻一半。")).toBe(0);
  });

  it("recognises a refusal, a hedge and a question back", () => {
    expect(
      feature("starts by refusing", "I’m sorry, I can't help with that.".replace("’", "'")),
    ).toBe(1);
    expect(feature("refusal phrases", "I cannot help with that.")).toBeGreaterThan(0);
    expect(feature("hedge phrases", "Perhaps it depends on the bread.")).toBeGreaterThan(0);
    expect(feature("ends with a question", "Which bread is it?")).toBe(1);
  });

  it("measures how much of the prompt an answer covers", () => {
    const covering = feature(
      "prompt words covered",
      "Bread stays fresh for a week in the freezer.",
    );
    expect(covering).toBeGreaterThan(feature("prompt words covered", "Use the freezer."));
  });

  it("crosses length with what the prompt asks for", () => {
    const code = [{ role: "user", content: "Write a Python function that sorts a list." }];
    expect(feature("length, code request", "one two three", question)).toBe(0);
    expect(feature("length, code request", "one two three", code)).not.toBe(0);
  });
});
