import { describe, expect, it } from "vitest";
import { findDeadPair } from "./dead-pairs.ts";

const long = Array.from(
  { length: 200 },
  (_, index) => `word${String.fromCharCode(97 + (index % 26))} stands`,
).join(" ");

describe("findDeadPair", () => {
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

  it("does not depend on the order of the sides", () => {
    const changed = long.replaceAll("worda", "other");
    expect(findDeadPair(long, changed)).toBe(findDeadPair(changed, long));
  });
});
