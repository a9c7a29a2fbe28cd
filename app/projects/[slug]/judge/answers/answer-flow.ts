import { isDecisive, listMissing, type MissingPart } from "#server/contracts/answer-rules.ts";
import type { JudgmentAnswers } from "#server/contracts/judgment.ts";
import type { JudgmentForm } from "#server/contracts/project-settings.ts";
import type { SidedVerdict } from "#server/contracts/vocabulary.ts";
import { answersOf, asksMore, type Draft, isOffered, type Side } from "./draft.ts";
import type { SaidVerdict } from "./verdict-words.ts";

/** A judgment as it is submitted, timings aside. */
export type Submission = {
  readonly verdict: SidedVerdict;
  readonly strength: number | null;
  readonly strengthLevels: number;
  readonly answers?: JudgmentAnswers;
};

export type Pressed =
  | { readonly kind: "submit"; readonly submission: Submission }
  /** The verdict is chosen; these parts are still required. */
  | { readonly kind: "ask"; readonly draft: Draft; readonly missing: readonly MissingPart[] };

type Shown = { readonly form: JudgmentForm; readonly texts: Readonly<Record<Side, string>> };

/**
 * What a press of a verdict does: it decides at once where the form asks for nothing else, and
 * where the same verdict is pressed again with nothing required left open.
 */
export function pressVerdict(draft: Draft, option: SaidVerdict, shown: Shown): Pressed {
  const { verdict, strength } = option;
  const isAgain = draft.verdict === verdict && draft.strength === strength;
  const { strengthLevels } = shown.form;
  const next = fitSafety({ ...draft, verdict, strength, strengthLevels });
  const pressed = pressSubmit(next, shown);
  if (pressed.kind === "submit" && (isAgain || !asksMore(shown.form))) return pressed;
  return { kind: "ask", draft: next, missing: pressed.kind === "ask" ? pressed.missing : [] };
}

/** Submits when a verdict is chosen and nothing required is missing. */
export function pressSubmit(draft: Draft, shown: Shown): Pressed {
  const { verdict, strength } = draft;
  if (verdict === null || !isOffered(draft, shown.form)) {
    return { kind: "ask", draft, missing: [] };
  }
  const answers = answersOf(draft, shown);
  const { strengthLevels } = shown.form;
  const submission = { verdict, strength, strengthLevels, ...(answers && { answers }) };
  const missing = listMissing(submission, shown.form);
  return missing.length === 0 ? { kind: "submit", submission } : { kind: "ask", draft, missing };
}

/** “Only the preferred one is safe” says something else, or nothing, under another verdict. */
function fitSafety(draft: Draft): Draft {
  const { answers, verdict } = draft;
  if (answers.safety !== "preferred_safe_other_unsafe") return draft;
  if (verdict !== null && isDecisive(verdict)) return draft;
  return { ...draft, answers: { ...answers, safety: null } };
}
