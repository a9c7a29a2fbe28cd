import fc from "fast-check";
import { expect, test } from "vitest";
import { compareTexts, type Difference, type DifferencePart } from "./difference.ts";

test("each side is its own text, whatever the texts", () => {
  const text = fc
    .array(fc.constantFrom("one", "two", " ", "\n", "好", ".", "  ", "سلام", "e\u0301"), {
      maxLength: 30,
    })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, (left, right) => {
      const difference = compareTexts(left, right);
      expect(textOf(difference?.left)).toBe(left);
      expect(textOf(difference?.right)).toBe(right);
    }),
  );
});

test("the words of one side only are marked, and blanks make no difference", () => {
  const difference = compareTexts(
    "The committee met in the old town hall on Monday.",
    "The  committee met in the new library building on Monday.",
  );
  expect(ownOf(difference?.left)).toEqual(["old town hall "]);
  expect(ownOf(difference?.right)).toEqual(["new library building "]);
});

test("a word shared by chance between two changes is not picked out", () => {
  const difference = compareTexts(
    "Alpha beta gamma of delta epsilon zeta, and the end is the very same here.",
    "Uno dos tres of cuatro cinco seis, and the end is the very same here.",
  );
  expect(ownOf(difference?.left)).toHaveLength(1);
});

test("scripts without blanks are compared by character", () => {
  const difference = compareTexts("我今天很高兴见到你们大家", "我昨天很高兴见到你们大家");
  expect(ownOf(difference?.left).join("")).toContain("今");
  expect(difference?.sharedShare).toBeGreaterThan(0.8);
});

test("equal texts share everything, and texts with nothing in common share nothing", () => {
  expect(compareTexts("a b c", "a b c")?.sharedShare).toBe(1);
  expect(compareTexts("a b c", "d e f")?.sharedShare).toBe(0);
  expect(compareTexts("", "")?.sharedShare).toBe(1);
});

test("megabytes end in bounded time: by words, by lines or not at all", () => {
  const numbers = (step: number) =>
    Array.from({ length: 150_000 }, (_, index) => `w${(index * step) % 99_991}`).join(" ");
  const started = performance.now();
  const difference = compareTexts(numbers(7), numbers(11));
  expect(performance.now() - started).toBeLessThan(8000);
  expect(difference === null || difference.level === "lines").toBe(true);
});

test("a megabyte with one word changed is compared by words", () => {
  const text = "some words that go on ".repeat(50_000);
  expect(compareTexts(text, `${text}and end`)?.level).toBe("words");
});

function textOf(parts: Difference["left"] | undefined): string | undefined {
  return parts?.map(({ text }) => text).join("");
}

function ownOf(parts: readonly DifferencePart[] | undefined): string[] {
  return (parts ?? []).filter(({ isOwn }) => isOwn).map(({ text }) => text);
}
