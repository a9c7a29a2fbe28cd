import { expect, test } from "vitest";
import { markHiddenCharacters, replaceHiddenCharacters } from "./hidden-characters.ts";

test("a text without hidden characters is one part, as it is", () => {
  expect(markHiddenCharacters("a\tb\r\nc ü 👩‍👧", "all")).toEqual([
    { text: "a\tb\r\nc ü 👩‍👧", isMark: false },
  ]);
});

test("hidden characters are named in order", () => {
  expect(markHiddenCharacters("a\u202Eb\0\u2069", "deceptive")).toEqual([
    { text: "a", isMark: false },
    { text: "U+202E", isMark: true },
    { text: "b", isMark: false },
    { text: "U+0000", isMark: true },
    { text: "U+2069", isMark: true },
  ]);
});

test("blanks of no width are named in the exact text only", () => {
  expect(markHiddenCharacters("a\u200Bb", "deceptive")).toHaveLength(1);
  expect(markHiddenCharacters("a\u200Bb", "all").map(({ text }) => text)).toEqual([
    "a",
    "U+200B",
    "b",
  ]);
});

test("half a pair of surrogates is a hidden character, and a whole pair is not", () => {
  expect(replaceHiddenCharacters("a\uD800b😀")).toBe("a\uFFFDb😀");
});

test("a flood of them makes no flood of marks", () => {
  const parts = markHiddenCharacters("\u202Ea".repeat(100_000), "deceptive");
  expect(parts.length).toBeLessThan(500);
  expect(parts.map(({ text }) => text).join("")).not.toContain("\u202E");
});
