import { createLazyModule, useLazyModule } from "#app/components/lazy-module.ts";
import { loadUntilHere } from "#app/components/load-until-here.ts";
import type { JudgmentForm } from "#server/contracts/project-settings.ts";
import { asksMore } from "./draft.ts";

/** Many projects ask for a verdict and nothing else, so only the others fetch what asks for more. */
const answerPanel = createLazyModule(() => loadUntilHere(() => import("./answer-panel.tsx")));

/**
 * What draws the questions of a form, while it asks any. Until that is here no pair is shown, so that
 * nothing is judged without them and nothing moves as they come.
 */
export function useAnswerPanel(form: JudgmentForm) {
  const isNeeded = asksMore(form);
  const loaded = useLazyModule(answerPanel, isNeeded);
  return {
    Panel: isNeeded ? (loaded?.AnswerPanel ?? null) : null,
    isMissing: isNeeded && loaded === null,
  };
}
