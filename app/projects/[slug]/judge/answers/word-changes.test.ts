import fc from "fast-check";
import { expect, test } from "vitest";
import { findWordChanges } from "./word-changes.ts";

function rebuild(before: string, after: string) {
  const { pieces } = findWordChanges(before, after);
  const join = (kinds: readonly string[]) =>
    pieces
      .filter((piece) => kinds.includes(piece.kind))
      .map((piece) => piece.text)
      .join("");
  return { before: join(["same", "removed"]), after: join(["same", "added"]) };
}

test("both texts can be read back from the changes, whatever they are", () => {
  const text = fc
    .array(fc.constantFrom("one", "two", "three", " ", "\n", "  "))
    .map((a) => a.join(" "));
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(rebuild(before, after)).toEqual({ before, after });
    }),
  );
});

test("words are counted, not letters", () => {
  expect(findWordChanges("the cat sat down", "the dog sat")).toMatchObject({
    added: 1,
    removed: 2,
  });
  expect(findWordChanges("the cat sat here", "the dog sat here")).toMatchObject({
    added: 1,
    removed: 1,
  });
  expect(findWordChanges("same", "same")).toMatchObject({ added: 0, removed: 0 });
});

test("a sentence that is appended removes nothing", () => {
  expect(findWordChanges("It floats.", "It floats. And melts.")).toMatchObject({
    added: 2,
    removed: 0,
  });
});

test("two long texts with nothing in common are replaced whole, and quickly", () => {
  const words = (name: string) => Array.from({ length: 20_000 }, (_, i) => `${name}${i}`).join(" ");
  const changes = findWordChanges(words("a"), words("b"));
  expect(changes).toMatchObject({ added: 20_000, removed: 20_000 });
});
