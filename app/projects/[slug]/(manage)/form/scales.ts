import type { JudgmentForm } from "#server/contracts/project-settings.ts";

type Scale = Pick<JudgmentForm, "strengthLevels" | "hasTie" | "hasBothBad">;

/** The scales that have names; each is a choice of steps and of what may be said in the middle. */
export const scales = [
  {
    id: "binary",
    label: "Binary",
    hint: "A or B. The quickest, and what a Bradley–Terry model needs.",
    strengthLevels: 1,
    hasTie: false,
    hasBothBad: false,
  },
  {
    id: "tie",
    label: "Binary with tie",
    hint: "A, B, or equally good.",
    strengthLevels: 1,
    hasTie: true,
    hasBothBad: false,
  },
  {
    id: "both-bad",
    label: "Binary with tie and both bad",
    hint: "Also says when neither should be learned from.",
    strengthLevels: 1,
    hasTie: true,
    hasBothBad: true,
  },
  {
    id: "five",
    label: "5-point",
    hint: "Slightly or much better for either side, and a tie.",
    strengthLevels: 2,
    hasTie: true,
    hasBothBad: false,
  },
  {
    id: "seven",
    label: "7-point",
    hint: "Three steps for either side, and a tie.",
    strengthLevels: 3,
    hasTie: true,
    hasBothBad: false,
  },
  {
    id: "llama2",
    label: "Forced choice in four levels, as in Llama 2",
    hint: "From negligibly to significantly better, without a tie.",
    strengthLevels: 4,
    hasTie: false,
    hasBothBad: false,
  },
] as const satisfies readonly (Scale & { id: string; label: string; hint: string })[];

/** The named scale that a form has; null for a mixture of its own. */
export function findScale(form: Scale) {
  return (
    scales.find(
      (scale) =>
        scale.strengthLevels === form.strengthLevels &&
        scale.hasTie === form.hasTie &&
        scale.hasBothBad === form.hasBothBad,
    ) ?? null
  );
}
