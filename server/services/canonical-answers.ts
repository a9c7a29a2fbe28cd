import type { JudgmentAnswers } from "#server/contracts/judgment.ts";
import {
  type ResponseAttribute,
  type ResponseFlag,
  responseAttributes,
  responseFlags,
  type SidedVerdict,
  type Verdict,
} from "#server/contracts/vocabulary.ts";

type Sided<Value> = { readonly left: Value; readonly right: Value };

export function canonicalVerdict(verdict: SidedVerdict, leftIsFirst: boolean): Verdict {
  if (verdict === "left") return leftIsFirst ? "first" : "second";
  if (verdict === "right") return leftIsFirst ? "second" : "first";
  return verdict;
}

/**
 * Answers by the sides of the screen, turned to first and second and to one order of words. What
 * was not answered is null or left out; an empty list of flags was confirmed to be empty.
 */
export function canonicalAnswers(answers: JudgmentAnswers | undefined, leftIsFirst: boolean) {
  const reasons = [...new Set(answers?.reasons ?? [])];
  return {
    flags: byOrder(answers?.flags ?? null, leftIsFirst, tidyFlags),
    attributes: byOrder(answers?.attributes ?? null, leftIsFirst, tidyGrades),
    safety: answers?.safety ?? null,
    reasons: reasons.length > 0 ? reasons : null,
    rationale: answers?.rationale ?? null,
  };
}

function byOrder<Value, Tidy>(
  sides: Sided<Value> | null,
  leftIsFirst: boolean,
  tidy: (value: Value) => Tidy | null,
): Record<string, Tidy> | null {
  if (sides === null) return null;
  const first = tidy(leftIsFirst ? sides.left : sides.right);
  const second = tidy(leftIsFirst ? sides.right : sides.left);
  if (first === null && second === null) return null;
  return { ...(first !== null && { first }), ...(second !== null && { second }) };
}

function tidyFlags(flags: readonly ResponseFlag[] | null): ResponseFlag[] | null {
  return flags === null ? null : responseFlags.filter((flag) => flags.includes(flag));
}

function tidyGrades(
  grades: Partial<Record<ResponseAttribute, number>>,
): Record<string, number> | null {
  const given = responseAttributes.flatMap((name) => {
    const grade = grades[name];
    return grade === undefined ? [] : [[name, grade] as const];
  });
  return given.length === 0 ? null : Object.fromEntries(given);
}
