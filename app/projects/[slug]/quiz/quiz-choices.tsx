"use client";

import { useEffect, useEffectEvent } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { Key } from "#app/projects/[slug]/judge/key.tsx";
import { isCommand } from "#app/projects/[slug]/judge/keys/is-command.ts";
import { findAction } from "#app/projects/[slug]/judge/keys/key-map.ts";
import { glyphOf } from "#app/projects/[slug]/judge/keys/key-press.ts";
import type { SidedVerdict } from "#server/contracts/vocabulary.ts";

const choices = [
  { verdict: "left", word: "aBetter", keys: ["1", "ArrowLeft"] },
  { verdict: "tie", word: "tie", keys: ["t", "0"] },
  { verdict: "both_bad", word: "bothBad", keys: ["x"] },
  { verdict: "right", word: "bBetter", keys: ["2", "ArrowRight"] },
] as const;

type QuizChoicesProps = {
  readonly form: { readonly hasTie: boolean; readonly hasBothBad: boolean };
  readonly isEnabled: boolean;
  onChoose(verdict: SidedVerdict): void;
};

export function QuizChoices({ form, isEnabled, onChoose }: QuizChoicesProps) {
  const translate = useTranslations("quiz");
  const offered = choices.filter(
    ({ verdict }) =>
      (verdict !== "tie" || form.hasTie) && (verdict !== "both_bad" || form.hasBothBad),
  );
  const pressKey = useEffectEvent((event: KeyboardEvent) => {
    if (!isEnabled || !isCommand(event)) return;
    const map = offered.map(({ verdict, keys }) => ({ id: verdict, keys }));
    const asked = findAction(map, event);
    const choice = offered.find(({ verdict }) => verdict === asked);
    if (choice === undefined) return;
    event.preventDefault();
    onChoose(choice.verdict);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => pressKey(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
  return (
    <div className="sticky bottom-0 z-10 -mx-5 grid grid-cols-2 gap-2 border-t border-line bg-paper px-5 py-3 sm:flex sm:flex-wrap sm:justify-center">
      {offered.map(({ verdict, word, keys }) => (
        <Button key={verdict} disabled={!isEnabled} onClick={() => onChoose(verdict)}>
          {translate(word)} <Key label={glyphOf(keys[0])} />
        </Button>
      ))}
    </div>
  );
}
