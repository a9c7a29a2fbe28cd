"use client";

import { useTranslations } from "use-intl/react";
import { classNames } from "#app/components/class-names.ts";

const sides = ["A", "B"] as const;

/** Which response is on a narrow screen; they stay in sight while a long one is read. */
export function SideButtons({
  shown,
  onShow,
}: {
  readonly shown: 0 | 1;
  onShow(side: 0 | 1): void;
}) {
  const translate = useTranslations("reading");
  return (
    <fieldset className="sticky top-0 z-10 -mx-5 mb-3 flex gap-1 bg-paper/95 px-5 py-2 backdrop-blur md:hidden">
      <legend className="sr-only">{translate("responseShown")}</legend>
      {sides.map((name, index) => (
        <button
          key={name}
          type="button"
          aria-pressed={shown === index}
          aria-label={translate("response", { name })}
          onClick={() => onShow(index === 0 ? 0 : 1)}
          className={classNames(
            "min-h-9 flex-1 rounded-control border font-display text-lg leading-none",
            shown === index
              ? "border-accent bg-accent-soft text-accent-strong"
              : "border-line text-muted hover:bg-hover",
          )}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}
