import type { JudgmentAnswers } from "#server/contracts/judgment.ts";
import type { JudgmentForm } from "#server/contracts/project-settings.ts";
import type { SidedVerdict } from "#server/contracts/vocabulary.ts";

/** What the rules look at; the browser and the server ask the same ones. */
export type Said = {
  readonly verdict: SidedVerdict;
  readonly strength: number | null;
  readonly strengthLevels?: number | undefined;
  readonly answers?: JudgmentAnswers | undefined;
};

export type MissingPart = "safety" | "rationale";

/** Least length of a rationale that is given. */
export function rationaleLengthMin({ rationale }: JudgmentForm): number {
  return Math.max(1, rationale.lengthMin);
}

/**
 * What the form requires and has not been given, in the order in which it is asked. The safety step
 * is required of a decisive verdict; after a tie its first bin has no meaning, so it may stay open.
 * A rationale that is optional may be left out, but not be cut short.
 */
export function listMissing(said: Said, form: JudgmentForm): MissingPart[] {
  const missing: MissingPart[] = [];
  const rationale = said.answers?.rationale ?? null;
  const length = rationale?.length ?? 0;
  const mayStayEmpty = form.rationale.ask !== "required";
  if (form.hasSafetyStep && isDecisive(said.verdict) && (said.answers?.safety ?? null) === null) {
    missing.push("safety");
  }
  if (form.rationale.ask !== "off" && !(mayStayEmpty && length === 0)) {
    if (length < rationaleLengthMin(form)) missing.push("rationale");
  }
  return missing;
}

/** Why a submission does not fit the form, as a sentence; null when it does. */
export function findAnswerFault(said: Said, form: JudgmentForm): string | null {
  return (
    findVerdictFault(said, form) ??
    (said.answers ? findUnaskedFault(said.answers, form) : null) ??
    findSafetyFault(said) ??
    findMissingFault(said, form)
  );
}

export function isDecisive(verdict: SidedVerdict): boolean {
  return verdict === "left" || verdict === "right";
}

function findVerdictFault(said: Said, form: JudgmentForm): string | null {
  const { verdict, strength, strengthLevels } = said;
  if (verdict === "tie" && !form.hasTie) return "This project does not take ties.";
  if (verdict === "both_bad" && !form.hasBothBad) return "This project does not take “both bad”.";
  if (strengthLevels !== undefined && strengthLevels !== form.strengthLevels) {
    return "The scale of this project has changed since this pair was shown.";
  }
  if (strength !== null && (!isDecisive(verdict) || strength > form.strengthLevels)) {
    return `Strength is 1 to ${form.strengthLevels}, and only for a preferred side.`;
  }
  return null;
}

/** What was answered although this form does not ask it. */
function findUnaskedFault(answers: JudgmentAnswers, form: JudgmentForm): string | null {
  const { flags, attributes, reasons } = answers;
  const flag = [...(flags?.left ?? []), ...(flags?.right ?? [])].find(
    (one) => !form.flags.includes(one),
  );
  if (flag !== undefined) return `This project does not ask for the flag “${flag}”.`;
  if (flags !== null && form.flags.length === 0) return "This project does not ask for flags.";
  const asked: readonly string[] = form.attributes;
  const graded = Object.keys({ ...attributes?.left, ...attributes?.right });
  const attribute = graded.find((one) => !asked.includes(one));
  if (attribute !== undefined) return `This project does not ask for grades of ${attribute}.`;
  const reason = reasons?.find((one) => !form.reasons.includes(one));
  if (reason !== undefined) return `“${reason}” is not among the reasons of this project.`;
  if (answers.safety !== null && !form.hasSafetyStep) return "This project has no safety step.";
  if (answers.rationale !== null && form.rationale.ask === "off") {
    return "This project does not ask for a rationale.";
  }
  if (answers.edit !== null && !form.canEdit) return "This project does not take edits.";
  return null;
}

function findSafetyFault({ verdict, answers }: Said): string | null {
  if (isDecisive(verdict)) return null;
  if (answers?.safety === "preferred_safe_other_unsafe") {
    return "Without a preferred response, safety is of both or of neither.";
  }
  return answers?.edit ? "Only a preferred response can be improved." : null;
}

function findMissingFault(said: Said, form: JudgmentForm): string | null {
  const [missing] = listMissing(said, form);
  if (missing === "safety") return "Say which of the responses are safe.";
  if (missing !== "rationale") return null;
  const least = rationaleLengthMin(form);
  return least === 1
    ? "This project asks for a rationale."
    : `A rationale has at least ${least} characters here.`;
}
