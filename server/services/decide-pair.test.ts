import { describe, expect, test } from "vitest";
import { decidePair, shareFor } from "./decide-pair.ts";

function tally(...[first = 0, second = 0, tie = 0, bothBad = 0]: number[]) {
  return { first, second, tie, bothBad };
}

describe("decidePair", () => {
  test("the side with more decisive judgments is chosen, however many ties there are", () => {
    expect(decidePair(tally(2, 1), 1)).toEqual({ kind: "preferred", chosen: "first" });
    expect(decidePair(tally(0, 1, 5), 1)).toEqual({ kind: "preferred", chosen: "second" });
  });

  test("as many judgments for each side, or ties alone, are a tie", () => {
    expect(decidePair(tally(1, 1), 1)).toEqual({ kind: "tied" });
    expect(decidePair(tally(0, 0, 1), 1)).toEqual({ kind: "tied" });
    expect(decidePair(tally(0, 0, 1, 1), 1)).toEqual({ kind: "tied" });
  });

  test("a pair that most annotators found bad on both sides is dropped", () => {
    expect(decidePair(tally(1, 0, 0, 2), 1)).toEqual({ kind: "dropped", reason: "both_bad" });
    expect(decidePair(tally(0, 0, 0, 1), 1)).toEqual({ kind: "dropped", reason: "both_bad" });
    expect(decidePair(tally(1, 0, 0, 1), 1)).toEqual({ kind: "preferred", chosen: "first" });
  });

  test("a pair with fewer judgments than asked for is dropped", () => {
    expect(decidePair(tally(2, 0), 3)).toEqual({ kind: "dropped", reason: "too_few" });
    expect(decidePair(tally(2, 0, 0, 1), 3)).toEqual({ kind: "preferred", chosen: "first" });
  });
});

describe("shareFor", () => {
  test("a tie counts half for each side and both bad for neither", () => {
    expect(shareFor("first", tally(2, 1, 1, 4))).toBe(0.625);
    expect(shareFor("second", tally(2, 1, 1, 4))).toBe(0.375);
  });

  test("is undefined when nobody said anything of the two against each other", () => {
    expect(shareFor("first", tally(0, 0, 0, 3))).toBeNull();
  });
});
