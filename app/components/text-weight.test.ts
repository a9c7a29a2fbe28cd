import { expect, test } from "vitest";
import { elementsOf, renderMarkdown, textOf } from "./testing/render.tsx";
import { isTooHeavy, splitForReading } from "./text-weight.ts";

const paragraph =
  "A paragraph of an *ordinary* answer, with `code`, a [link](https://example.org) and **weight**.\n\n";

test("an answer of many pages is formatted at once", () => {
  expect(isTooHeavy(paragraph.repeat(400))).toBe(false);
  expect(isTooHeavy("word ".repeat(30_000))).toBe(false);
  expect(isTooHeavy("```c\n*a = b[i] < c | d;\n".repeat(1) + "*a = b[i];\n".repeat(3000))).toBe(
    false,
  );
  expect(isTooHeavy(`- ${"a\n  - b\n    - c\n- ".repeat(300)}`)).toBe(false);
});

const bombs: readonly (readonly [string, string])[] = [
  ["quotes", ">".repeat(10_000)],
  ["quotes with blanks", "> ".repeat(10_000)],
  ["lists", "- ".repeat(10_000)],
  ["numbered lists", "1. ".repeat(10_000)],
  [
    "lists by indentation",
    Array.from({ length: 400 }, (_, n) => `${"  ".repeat(n)}- a`).join("\n"),
  ],
  ["brackets", "[".repeat(10_000)],
  ["closed brackets", "[".repeat(10_000) + "]".repeat(10_000)],
  ["images", "![".repeat(10_000)],
  ["link openings", "[a](".repeat(5000)],
  ["emphasis", "*a **a ".repeat(5000)],
  ["emphasis with underscores", "_a __a ".repeat(5000)],
  ["backticks", Array.from({ length: 400 }, (_, n) => "`".repeat(n + 1)).join("a")],
  [
    "a table",
    `|${" a |".repeat(100)}\n|${"--|".repeat(100)}\n${`|${" 1 |".repeat(100)}\n`.repeat(200)}`,
  ],
  ["footnotes", Array.from({ length: 3000 }, (_, n) => `[^${n}]\n\n[^${n}]: a\n`).join("\n")],
  ["definitions", Array.from({ length: 6000 }, (_, n) => `[${n}]: a`).join("\n")],
  ["HTML", "<a ".repeat(10_000)],
  ["entities", "&lt;".repeat(10_000)],
  ["formulas", "$a$ ".repeat(5000)],
  ["lines", "a\n".repeat(50_000)],
  ["one line of a megabyte", "x".repeat(1_000_000)],
];

test.each(bombs)("%s: all of it is there as it is, within two seconds", (_, text) => {
  const started = performance.now();
  const html = renderMarkdown(text);
  expect(performance.now() - started).toBeLessThan(2000);
  expect(isTooHeavy(text)).toBe(true);
  expect(textOf(html)).toContain(text.slice(0, 2000).trim());
  expect(elementsOf(html)).toContain("button");
});

test("parts to format are whole paragraphs and together the text", () => {
  const text = paragraph.repeat(5000);
  const pieces = splitForReading(text);
  expect(pieces.join("")).toBe(text);
  expect(pieces.length).toBeGreaterThan(4);
  for (const piece of pieces) {
    expect(isTooHeavy(piece)).toBe(false);
    expect(piece.endsWith("\n\n")).toBe(true);
  }
});

test.each(bombs)("%s: formatting a part stays bounded", (_, text) => {
  const started = performance.now();
  const pieces = splitForReading(text);
  const first = pieces[0] ?? "";
  renderMarkdown(first);
  expect(performance.now() - started).toBeLessThan(2500);
});

test.each([
  ["just light enough quotes", ">".repeat(59)],
  ["just light enough brackets", "[".repeat(8900)],
  ["just light enough emphasis", "*a **a ".repeat(2990)],
  ["just light enough underscores", "_a __a ".repeat(2990)],
  ["just light enough code", "`a ``a ".repeat(2990)],
  ["just light enough formulas", "$a$ ".repeat(890)],
  ["just light enough unclosed formulas", "$a ".repeat(1790)],
  ["the longest line", "x".repeat(200_000)],
  ["the longest text", "word ".repeat(39_000)],
])("%s are formatted within two seconds", (_, text) => {
  expect(isTooHeavy(text)).toBe(false);
  const started = performance.now();
  renderMarkdown(text);
  expect(performance.now() - started).toBeLessThan(2000);
});
