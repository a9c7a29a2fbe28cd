"use client";

import { useTranslations } from "use-intl/react";
import { ChoiceChip } from "./choice-chip.tsx";

type ReasonChipsProps = {
  readonly asked: readonly string[];
  readonly given: readonly string[];
  onChange(given: string[]): void;
};

/** Reasons in the project's own words, each one tap. */
export function ReasonChips({ asked, given, onChange }: ReasonChipsProps) {
  const translate = useTranslations("form");
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-sm font-medium">{translate("reasons")}</legend>
      <div className="flex flex-wrap gap-2">
        {asked.map((reason) => (
          <ChoiceChip
            key={reason}
            type="checkbox"
            checked={given.includes(reason)}
            onChange={({ target }) =>
              onChange(
                asked.filter((one) => (one === reason ? target.checked : given.includes(one))),
              )
            }
          >
            <bdi className="break-words">{reason}</bdi>
          </ChoiceChip>
        ))}
      </div>
    </fieldset>
  );
}
