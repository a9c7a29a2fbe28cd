import { useTranslations } from "use-intl/react";
import { useVerdictWords } from "#app/projects/[slug]/judge/answers/verdict-words.ts";
import type { VerdictOption } from "#app/projects/[slug]/judge/verdict-options.ts";
import { screenActions } from "./key-map.ts";

/** What an action is called, be it a verdict of the form or something the screen does. */
export function useActionName(
  options: readonly VerdictOption[],
  strengthLevels: number,
): (id: string) => string {
  const translate = useTranslations("judge.action");
  const verdictWords = useVerdictWords(strengthLevels);
  return (id) => {
    const option = options.find((one) => one.id === id);
    if (option !== undefined) return verdictWords(option);
    const action = screenActions.find((one) => one.id === id);
    return action === undefined ? id : translate(action.id);
  };
}
