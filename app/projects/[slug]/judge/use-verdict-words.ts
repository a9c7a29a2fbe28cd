import { useTranslations } from "use-intl/react";
import type { SidedVerdict } from "#server/contracts/vocabulary.ts";
import type { VerdictWord } from "./verdict-options.ts";

/** Says a verdict in the language of the page. */
export function useVerdictWords() {
  const translate = useTranslations("judge.verdict");
  return (said: { readonly verdict: SidedVerdict; readonly word: VerdictWord }): string => {
    const { word, verdict } = said;
    if (word === "tie" || word === "bothBad") return translate(word);
    return translate(word, { side: verdict === "left" ? "A" : "B" });
  };
}
