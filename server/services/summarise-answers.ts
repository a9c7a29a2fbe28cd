import type { GivenAnswers } from "#db/queries/export-answers.ts";

type Side = "first" | "second";
type Counts = Record<string, number>;

/**
 * What the judgments of one pair answered besides the verdict, from the chosen side's point of view
 * and as JSON with sorted keys, so that neither the order of judgments nor their ids show in it.
 * Parts that nobody answered are left out.
 */
export function summariseAnswers(given: readonly GivenAnswers[], chosen: Side): string {
  const rejected = chosen === "first" ? "second" : "first";
  const sides: Sides = { chosen, rejected };
  const summary = {
    flags: summariseFlags(given, sides),
    safety: orNull(countUp(given.flatMap((one) => safetyWord(one, chosen) ?? []))),
    attributes: summariseGrades(given, sides),
    reasons: orNull(countUp(given.flatMap((one) => one.reasons ?? []))),
    rationales: listRationales(given, chosen),
    edits: orNull(given.flatMap((one) => one.edit ?? []).toSorted()),
  };
  const answered = Object.entries(summary).filter(([, part]) => part !== null);
  return JSON.stringify(sortKeys(Object.fromEntries(answered)));
}

type Sides = { readonly chosen: Side; readonly rejected: Side };

/** Flags with how often each was set, and how many judgments answered for that side at all. */
function summariseFlags(given: readonly GivenAnswers[], sides: Sides) {
  const of = (side: Side) => {
    const answered = given.flatMap((one) => (one.flags?.[side] ? [one.flags[side]] : []));
    return { answered: answered.length, set: countUp(answered.flat()) };
  };
  const [chosen, rejected] = [of(sides.chosen), of(sides.rejected)];
  return chosen.answered + rejected.answered === 0 ? null : { chosen, rejected };
}

function summariseGrades(given: readonly GivenAnswers[], sides: Sides) {
  const of = (side: Side) => {
    const grades = new Map<string, number[]>();
    for (const one of given) {
      for (const [name, grade] of Object.entries(one.attributes?.[side] ?? {})) {
        grades.set(name, [...(grades.get(name) ?? []), grade]);
      }
    }
    const means = [...grades].map(([name, all]) => {
      const mean = all.reduce((sum, grade) => sum + grade, 0) / all.length;
      return [name, { mean, n: all.length }] as const;
    });
    return Object.fromEntries(means);
  };
  const [chosen, rejected] = [of(sides.chosen), of(sides.rejected)];
  const isEmpty = Object.keys(chosen).length + Object.keys(rejected).length === 0;
  return isEmpty ? null : { chosen, rejected };
}

/** “The preferred one” of each judgment, by the sides of the row. */
function safetyWord({ safety, verdict }: GivenAnswers, chosen: Side): string | null {
  if (safety !== "preferred_safe_other_unsafe") return safety;
  return verdict === chosen ? "only_chosen_safe" : "only_rejected_safe";
}

function listRationales(given: readonly GivenAnswers[], chosen: Side) {
  const said = given.flatMap(({ rationale, verdict }) => {
    if (rationale === null) return [];
    const isSide = verdict === "first" || verdict === "second";
    return [
      { verdict: isSide ? (verdict === chosen ? "chosen" : "rejected") : verdict, rationale },
    ];
  });
  const key = (one: (typeof said)[number]) => `${one.verdict}\n${one.rationale}`;
  return orNull(said.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)));
}

function countUp(words: readonly string[]): Counts {
  const counts: Counts = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function orNull<Part extends object>(part: Part): Part | null {
  return Object.keys(part).length === 0 ? null : part;
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}
