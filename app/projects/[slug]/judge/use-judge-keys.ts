import { useLocale } from "use-intl/react";
import { directionOf } from "#app/messages/locale-choice.ts";
import type { JudgmentForm } from "#server/contracts/project-settings.ts";
import { buildKeyMap, type KeyMap, type ScreenAction, screenActions } from "./keys/key-map.ts";
import { glyphsOf } from "./keys/keys-context.tsx";
import { useKeyboard } from "./keys/use-keyboard.ts";
import type { OwnKeys } from "./keys/use-own-keys.ts";
import type { ReadingKeyLabels } from "./reading-toolbar.tsx";
import { listVerdictOptions, type VerdictOption, verdictActions } from "./verdict-options.ts";

type JudgeKeysParams = {
  readonly form: JudgmentForm;
  readonly own: OwnKeys;
  choose(option: VerdictOption): void;
  readonly perform: Readonly<Record<ScreenAction, () => void>>;
};

/** Joins the actions of the screen and the verdicts of its form to a person's keys. */
export function useJudgeKeys({ form, own, choose, perform }: JudgeKeysParams) {
  const options = listVerdictOptions(form, directionOf(useLocale()));
  const actions: KeyMap = [...verdictActions(options), ...screenActions];
  const map = buildKeyMap(actions, own.keys);
  useKeyboard(map, (id) => {
    const option = options.find((one) => one.id === id);
    const action = screenActions.find((one) => one.id === id);
    if (option !== undefined) choose(option);
    else if (action !== undefined) perform[action.id]();
    return option !== undefined || action !== undefined;
  });
  return { options, actions, map, keyLabels: labelsOf(map) };
}

function labelsOf(map: KeyMap): ReadingKeyLabels {
  return {
    rawView: glyphsOf(map, "raw"),
    diffView: glyphsOf(map, "difference"),
    scrollTogether: glyphsOf(map, "scrollTogether"),
    expandPrompt: glyphsOf(map, "expandPrompt"),
  };
}
