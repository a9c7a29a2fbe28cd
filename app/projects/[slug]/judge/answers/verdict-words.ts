import { useTranslations } from "use-intl/react";
import type { SidedVerdict } from "#server/contracts/vocabulary.ts";

const scales = [
  ["better"],
  ["slightly", "much"],
  ["slightly", "better", "much"],
  ["negligibly", "slightly", "better", "significantly"],
] as const;

export type SaidVerdict = { readonly verdict: SidedVerdict; readonly strength: number | null };

/** A verdict in words, by the number of levels that the form has. */
export function useVerdictWords(strengthLevels: number) {
  const translate = useTranslations("form.verdicts");
  return ({ verdict, strength }: SaidVerdict): string => {
    if (verdict === "tie") return translate("tie");
    if (verdict === "both_bad") return translate("bothBad");
    const scale = scales[strengthLevels - 1] ?? scales[0];
    const word = strength === null ? "better" : (scale[strength - 1] ?? "better");
    return translate(word, { side: sideName(verdict) });
  };
}

export function sideName(side: "left" | "right"): "A" | "B" {
  return side === "left" ? "A" : "B";
}
