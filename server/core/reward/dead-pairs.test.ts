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

  it.each([
    "",
    "  \n\t",
    "\u200b",
    "\u200d",
    "\u2060",
    "\u00ad",
    "\u3164",
    "\uffa0",
    "\u2800",
    "\u0000",
    "\u034f\ufe0f",
    "\u{e0041}",
    "\u202e \u061c",
    "\u00a0\u2003",
  ])("finds an empty side %j", (empty) => {
    expect(findDeadPair("Freeze it.", empty)).toBe("one is empty");
    expect(findDeadPair(empty, "Freeze it.")).toBe("one is empty");
  });

  it("finds a side empty that is nothing but a closing mark", () => {
    expect(findDeadPair(".", "Paris")).toBe("one is empty");
    expect(findDeadPair("", "!")).toBe("one is empty");
  });

  it("finds long texts that differ in one word near-identical", () => {
    expect(findDeadPair(long, long.replace("wordc stands", "wordc stood"))).toBe("near-identical");
  });

  it("keeps a pair alive for one changed number", () => {
    expect(findDeadPair(`${long} The answer is 41.`, `${long} The answer is 42.`)).toBeNull();
  });

  it.each([
    ["case and closing marks", "Freeze it", "FREEZE it?"],
    ["curly quotation marks", "He said “don’t” twice.", 'He said "don\'t" twice.'],
    ["quotation marks", 'It is "Paris" now', "It is Paris now"],
    ["dashes", "Paris — the capital – is big", "Paris - the capital -- is big"],
    ["a hyphen", "a well-known city", "a well known city"],
    ["commas", "Yes, of course: take it", "Yes of course; take it"],
    ["white space behind a mark", "Sure,here it is.Take it", "Sure, here it is. Take it"],
    ["brackets", "Paris (in France)", "Paris, in France"],
    ["emphasis", "It is **really** the *best* __one__", "It is really the best one"],
    ["emphasis within emphasis", "It is **really *the* best**", "It is really the best"],
    ["invisible characters", "Free\u00adze\u200d it\u2060 now!", "Freeze it now"],
    ["blank letters", "Freeze\u3164it \u2800", "Freeze it"],
    ["marks after numbers", "There are 3, or 4.", "There are 3 or 4"],
    ["marks of other scripts", "你好，世界。", "你好 世界"],
    ["marks around code", "Run `a-b`, then stop", "Run `a-b` then stop!"],
  ])("finds texts near-identical up to %s", (_, first, second) => {
    expect(["identical", "near-identical"]).toContain(findDeadPair(first, second));
    expect(findDeadPair(second, first)).toBe(findDeadPair(first, second));
  });

  it.each([
    ["signs alone", "+", "-"],
    ["marks alone", "!", "?"],
    ["closing marks alone", "!", "..."],
    ["a decimal point", "It is 1.5", "It is 15"],
    ["a leading point", "It is .5", "It is 5"],
    ["a sign", "-1", "1"],
    ["a sign in a sentence", "It is −1 now", "It is 1 now"],
    ["a sign apart", "- 1", "-1"],
    ["a thousand mark", "It is 1,5", "It is 1.5"],
    ["a factorial", "It is 5!", "It is 5"],
    ["a range", "It is 3-4", "It is 3 4"],
    ["a time", "At 12:30", "At 12 30"],
    ["code", "Use `a-b` here", "Use `a b` here"],
    ["case in code", "Use `Foo` here", "Use `foo` here"],
    ["a block of code", "```\na-b\n```", "```\na.b\n```"],
    ["indentation in code", "```py\nif a:\n  b()\n  c()\n```", "```py\nif a:\n  b()\nc()\n```"],
    ["code that never ends", "So:\n```\na-b", "So:\n```\na b"],
    ["a formula", "It is $a-b$", "It is $a b$"],
    ["a difference of letters", "It is a - b", "It is a b"],
    ["an assignment", "total = price - tax", "total = price tax"],
    ["brackets that calculate", "(foo + bar) * baz", "foo + (bar * baz)"],
    ["a pointer", "int *p, *q", "int p, q"],
    ["an apostrophe in a word", "We're here", "Were here"],
    ["a space in a word", "He resigned", "He re-signed"],
    ["a list", "Take:\n- milk\n- bread", "Take: milk bread"],
    ["a struck word", "~~Yes~~ No", "Yes No"],
    ["a percentage", "It is 5%", "It is 5"],
    ["an exponent", "x²", "x2"],
    ["flags", "\u{1f3f4}\u{e0067}\u{e007f}", "\u{1f3f4}\u{e0073}\u{e007f}"],
    ["a negation", "Yes, you can.", "Yes, you can not."],
    ["an operator", "Use a < b here", "Use a > b here"],
    ["short answers", "Paris", "Lyon"],
    ["other scripts", "冷冻", "冷藏"],
  ])("keeps a pair alive for %s", (_, first, second) => {
    expect(findDeadPair(first, second)).toBeNull();
  });

  it.each([
    ".",
    "! ",
    "\u200b",
    "\n",
    "7",
    "a b c ",
    " ",
    "`",
    "`a",
    "``a`",
    "```\n",
    "~~~ ",
    "*",
    "*a ",
    "**a_",
    "_a*",
    "$",
    "$a ",
    "\"a'",
    "-",
    "- ",
    "(a",
    "字 ",
    "\u{1f3f4}\u{e0067}",
    "\u{e0067}",
  ])("reads a million marks %j in a moment", (mark) => {
    const marks = mark.repeat(1_000_000 / mark.length);
    const startedAt = performance.now();
    expect(findDeadPair(`${marks}x`, `${marks}y`)).not.toBe("identical");
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

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
