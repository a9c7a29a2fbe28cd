import type { z } from "zod";
import type { JudgmentAnswers } from "#server/contracts/judgment.ts";
import type { JudgmentForm } from "#server/contracts/project-settings.ts";
import type { SidedVerdict } from "#server/contracts/vocabulary.ts";
import type { draftSchema } from "./draft-schema.ts";

export type Side = "left" | "right";

export type Draft = Readonly<z.infer<typeof draftSchema>>;
export type DraftAnswers = Draft["answers"];

export const emptyDraft: Draft = {
  verdict: null,
  strength: null,
  strengthLevels: null,
  answers: {
    flags: { left: null, right: null },
    safety: null,
    attributes: { left: {}, right: {} },
    reasons: [],
    rationale: "",
    edits: { left: null, right: null },
  },
};

/** A judgment that was made before, opened again for changes. */
export function draftOf(said: {
  readonly verdict: SidedVerdict;
  readonly strength: number | null;
  readonly strengthLevels?: number | null;
  readonly answers: JudgmentAnswers;
}): Draft {
  const { verdict, strength, answers } = said;
  const { flags, attributes, reasons, rationale, edit, safety } = answers;
  return {
    verdict,
    strength,
    strengthLevels: said.strengthLevels ?? null,
    answers: {
      flags: flags ?? emptyDraft.answers.flags,
      safety,
      attributes: attributes ?? emptyDraft.answers.attributes,
      reasons: reasons ?? [],
      rationale: rationale ?? "",
      edits: {
        left: verdict === "left" ? edit : null,
        right: verdict === "right" ? edit : null,
      },
    },
  };
}

/**
 * What is submitted of a draft: the parts that the form asks for, and undefined where it asks for
 * the verdict only. A text that was opened for editing and left as it was is no edit.
 */
export function answersOf(
  draft: Draft,
  { form, texts }: { readonly form: JudgmentForm; readonly texts: Readonly<Record<Side, string>> },
): JudgmentAnswers | undefined {
  if (!asksMore(form)) return undefined;
  const { flags, attributes, reasons, safety } = draft.answers;
  const rationale = form.rationale.ask === "off" ? "" : draft.answers.rationale.trim();
  const side = betterSide(draft.verdict);
  const edit = form.canEdit && side !== null ? draft.answers.edits[side] : null;
  const hasFlags = form.flags.length > 0 && (flags.left !== null || flags.right !== null);
  const hasGrades = Object.keys({ ...attributes.left, ...attributes.right }).length > 0;
  const isEdited = side !== null && edit !== null && edit.trim() !== "" && edit !== texts[side];
  return {
    flags: hasFlags ? flags : null,
    safety: form.hasSafetyStep ? safety : null,
    attributes: form.attributes.length > 0 && hasGrades ? attributes : null,
    reasons: form.reasons.length > 0 && reasons.length > 0 ? reasons : null,
    rationale: rationale === "" ? null : rationale,
    edit: isEdited ? edit : null,
  };
}

/** True when the form asks anything besides the verdict. */
export function asksMore(form: JudgmentForm): boolean {
  return (
    form.flags.length > 0 ||
    form.hasSafetyStep ||
    form.attributes.length > 0 ||
    form.reasons.length > 0 ||
    form.rationale.ask !== "off" ||
    form.canEdit
  );
}

/** True when leaving the draft would lose something that a person typed. */
export function hasTyped(draft: Draft): boolean {
  const { rationale, edits } = draft.answers;
  return rationale.trim() !== "" || edits.left !== null || edits.right !== null;
}

export function betterSide(verdict: SidedVerdict | null): Side | null {
  return verdict === "left" || verdict === "right" ? verdict : null;
}

/** True when the form, which may have changed meanwhile, still offers the chosen verdict as it was. */
export function isOffered(draft: Draft, form: JudgmentForm): boolean {
  const { verdict, strength, strengthLevels } = draft;
  if (verdict === null) return false;
  if (verdict === "tie") return form.hasTie;
  if (verdict === "both_bad") return form.hasBothBad;
  if ((strengthLevels ?? form.strengthLevels) !== form.strengthLevels) return false;
  return (
    (strength ?? 1) <= form.strengthLevels && (strength === null) === (form.strengthLevels === 1)
  );
}
