import { describe, expect, it } from "vitest";
import { createRandom } from "#server/core/numerics/random.ts";
import { type DeadPairReason, findDeadPairs } from "./dead-pairs.ts";

function findDeadPair(first: string, second: string): DeadPairReason | null {
  return findDeadPairs([first, second]).at(0)?.reason ?? null;
}

const long = Array.from(
  { length: 200 },
  (_, index) => `word${String.fromCharCode(97 + (index % 26))} stands`,
).join(" ");

describe("findDeadPairs", () => {
  it.each([
    ["the same text", "Freeze it.", "Freeze it."],
    ["white space and case", "Freeze  it\n", "freeze it"],
    ["a closing full stop", "Freeze it", "Freeze it."],
    ["composed and decomposed accents", "caf\u00e9", "cafe\u0301"],
    ["two empty sides", "", " \n"],
  ])("finds %s identical", (_, first, second) => {
    expect(findDeadPair(first, second)).toBe("identical");
  });

  it.each(["", "  \n\t", "\u200b"])("finds an empty side %j", (empty) => {
    expect(findDeadPair("Freeze it.", empty)).toBe("one is empty");
    expect(findDeadPair(empty, "Freeze it.")).toBe("one is empty");
  });

  it("finds long texts that differ in one word near-identical", () => {
    expect(findDeadPair(long, long.replace("wordc stands", "wordc stood"))).toBe("near-identical");
  });

  it("keeps a pair alive for one changed number", () => {
    expect(findDeadPair(`${long} The answer is 41.`, `${long} The answer is 42.`)).toBeNull();
  });

  it.each([
    ["a negation", "Yes, you can.", "Yes, you can not."],
    ["an operator", "Use a < b here", "Use a > b here"],
    ["short answers", "Paris", "Lyon"],
    ["other scripts", "冷冻", "冷藏"],
  ])("keeps a pair alive for %s", (_, first, second) => {
    expect(findDeadPair(first, second)).toBeNull();
  });

  it.each([".", "! ", "\u200b", "\n", "7", "a b c "])(
    "reads a million marks %j in a moment",
    (mark) => {
      const marks = mark.repeat(1_000_000 / mark.length);
      const startedAt = performance.now();
      expect(findDeadPair(`${marks}x`, `${marks}y`)).not.toBe("identical");
      expect(performance.now() - startedAt).toBeLessThan(5_000);
    },
  );

  it("does not depend on the order of the sides", () => {
    const changed = long.replaceAll("worda", "other");
    expect(findDeadPair(long, changed)).toBe(findDeadPair(changed, long));
  });

  it("finds every dead pair of a prompt, whatever stands between", () => {
    const near = long.replace("wordc stands", "wordc stood");
    expect(findDeadPairs([long, "Paris", "", near, "paris."])).toEqual([
      { first: 0, second: 2, reason: "one is empty" },
      { first: 0, second: 3, reason: "near-identical" },
      { first: 1, second: 2, reason: "one is empty" },
      { first: 1, second: 4, reason: "identical" },
      { first: 2, second: 3, reason: "one is empty" },
      { first: 2, second: 4, reason: "one is empty" },
    ]);
  });

  it("says of any two long texts what their word triples say", () => {
    const words = Array.from({ length: 26 }, (_, index) =>
      String.fromCharCode(97 + index).repeat(3),
    );
    const random = createRandom(5);
    for (let round = 0; round < 300; round++) {
      const base = Array.from(
        { length: 60 + round },
        () => words[Math.floor(26 * random.uniform())],
      );
      const changes = Math.floor(3 * random.uniform());
      const other = [...base];
      for (let change = 0; change < changes; change++) {
        other[Math.floor(other.length * random.uniform())] = "zzz";
      }
      const expected = jaccard(base, other) >= 0.95;
      const found = findDeadPair(base.join(" "), other.join(" "));
      if (base.join() !== other.join()) expect(found === "near-identical").toBe(expected);
    }
  });
});

/** Similarity of the multisets of word triples, counted the plain way. */
function jaccard(left: readonly string[], right: readonly string[]): number {
  const triplesOf = (words: readonly string[]) =>
    words.slice(2).map((word, index) => `${words[index]} ${words[index + 1]} ${word}`);
  const rest = triplesOf(right);
  const all = triplesOf(left);
  let shared = 0;
  for (const triple of all) {
    const at = rest.indexOf(triple);
    if (at < 0) continue;
    rest.splice(at, 1);
    shared += 1;
  }
  return shared / (2 * all.length - shared);
}
