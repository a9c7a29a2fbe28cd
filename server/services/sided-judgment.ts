import type { JudgmentAnswers } from "#server/contracts/judgment.ts";
import { judgmentAnswers } from "#server/contracts/judgment.ts";
import type { SidedVerdict, Verdict } from "#server/contracts/vocabulary.ts";

type Stored = {
  readonly leftIsFirst: boolean;
  readonly verdict: Verdict;
  readonly strength: number | null;
  readonly flags: Record<string, unknown> | null;
  readonly attributes: Record<string, unknown> | null;
  readonly safety: JudgmentAnswers["safety"];
  readonly reasons: string[] | null;
  readonly rationale: string | null;
  readonly edit: string | null;
};

/** What an annotator said, by the sides of their screen. */
export type SidedJudgment = {
  readonly verdict: SidedVerdict;
  readonly strength: number | null;
  readonly answers: JudgmentAnswers;
};

/** Turns a stored judgment back to the sides on which it was made. */
export function sidedJudgment(stored: Stored): SidedJudgment {
  const { safety, reasons, rationale, edit, leftIsFirst } = stored;
  return {
    verdict: sidedVerdict(stored.verdict, leftIsFirst),
    strength: stored.strength,
    answers: judgmentAnswers.parse({
      flags: sidedTable(stored.flags, leftIsFirst, null),
      attributes: sidedTable(stored.attributes, leftIsFirst, {}),
      safety,
      reasons,
      rationale,
      edit,
    }),
  };
}

export function sidedVerdict(verdict: Verdict, leftIsFirst: boolean): SidedVerdict {
  if (verdict === "first") return leftIsFirst ? "left" : "right";
  if (verdict === "second") return leftIsFirst ? "right" : "left";
  return verdict;
}

function sidedTable(
  table: Record<string, unknown> | null,
  leftIsFirst: boolean,
  nothing: unknown,
): { left: unknown; right: unknown } | null {
  if (table === null) return null;
  const first = table["first"] ?? nothing;
  const second = table["second"] ?? nothing;
  return leftIsFirst ? { left: first, right: second } : { left: second, right: first };
}
