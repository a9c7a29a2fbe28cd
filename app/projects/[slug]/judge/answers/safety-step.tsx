"use client";

import { type KeyboardEvent, useId } from "react";
import { useTranslations } from "use-intl/react";
import { Key } from "#app/projects/[slug]/judge/key.tsx";
import { isDecisive } from "#server/contracts/answer-rules.ts";
import { type SafetyBin, type SidedVerdict, safetyBins } from "#server/contracts/vocabulary.ts";
import { ChoiceChip } from "./choice-chip.tsx";
import { sideName } from "./verdict-words.ts";

type SafetyStepProps = {
  readonly value: SafetyBin | null;
  readonly verdict: SidedVerdict | null;
  readonly isMissing: boolean;
  onChange(bin: SafetyBin): void;
  /** Chosen by its number: what is asked next may take the focus. */
  onChosenByKey(bin: SafetyBin): void;
};

/**
 * Which responses are safe, asked after the verdict as in Llama 2. While it is open and has the
 * focus, the numbers 1 to 3 answer it.
 */
export function SafetyStep(props: SafetyStepProps) {
  const { value, verdict, isMissing, onChange, onChosenByKey } = props;
  const translate = useTranslations("form.safety");
  const id = useId();
  const preferred = verdict !== null && isDecisive(verdict);
  const words = (bin: SafetyBin) => {
    if (bin !== "preferred_safe_other_unsafe") return translate(bin);
    if (verdict !== "left" && verdict !== "right") return translate("preferred_safe_none");
    return translate(bin, { side: sideName(verdict) });
  };
  const pressNumber = (event: KeyboardEvent) => {
    if (value !== null || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const place = ["1", "2", "3"].findIndex(
      (digit) => event.key === digit || event.code === `Digit${digit}`,
    );
    const bin = safetyBins[place];
    if (bin === undefined || (place === 0 && !preferred)) return;
    event.preventDefault();
    onChosenByKey(bin);
  };
  return (
    <fieldset
      data-part="safety"
      className="min-w-0"
      onKeyDown={pressNumber}
      aria-describedby={`${id}-hint`}
    >
      <legend className="mb-2 text-sm font-medium">{translate("title")}</legend>
      <div className="flex flex-wrap gap-2">
        {safetyBins.map((bin, index) => (
          <ChoiceChip
            key={bin}
            type="radio"
            name={id}
            checked={value === bin}
            disabled={bin === "preferred_safe_other_unsafe" && !preferred}
            onChange={() => onChange(bin)}
          >
            {words(bin)} {value === null && <Key label={`${index + 1}`} />}
          </ChoiceChip>
        ))}
      </div>
      <p id={`${id}-hint`} className="mt-2 text-[0.8125rem] leading-5 text-muted">
        {isMissing ? (
          <span className="text-danger">{translate("missing")}</span>
        ) : (
          translate("hint")
        )}
      </p>
    </fieldset>
  );
}
