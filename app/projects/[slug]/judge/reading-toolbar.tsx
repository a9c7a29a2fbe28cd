"use client";

import { useTranslations } from "use-intl/react";
import { classNames } from "#app/components/class-names.ts";
import { Key } from "./key.tsx";
import type { ReadingView } from "./reading-view.ts";

/** The keys that do the same, as printed on the buttons. */
export type ReadingKeyLabels = {
  readonly rawView?: string;
  readonly diffView?: string;
  readonly scrollTogether?: string;
  readonly expandPrompt?: string;
};

export function ReadingToolbar({
  reading,
  keyLabels = {},
}: {
  readonly reading: ReadingView;
  readonly keyLabels?: ReadingKeyLabels;
}) {
  const translate = useTranslations("reading");
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">{translate("ways")}</legend>
      <Toggle
        isOn={reading.mode === "raw"}
        onPress={reading.toggleRaw}
        keyLabel={keyLabels.rawView}
      >
        {translate("raw")}
      </Toggle>
      <Toggle
        isOn={reading.mode === "difference"}
        onPress={reading.toggleDifference}
        keyLabel={keyLabels.diffView}
      >
        {translate("difference")}
      </Toggle>
      <Toggle
        isOn={reading.scrollsTogether}
        onPress={reading.toggleScrollsTogether}
        keyLabel={keyLabels.scrollTogether}
        className="max-md:hidden"
      >
        {translate("scrollTogether")}
      </Toggle>
      <Toggle isOn={reading.isOneAtATime} onPress={reading.toggleOneAtATime} className="md:hidden">
        {translate("oneAtATime")}
      </Toggle>
    </fieldset>
  );
}

type ToggleProps = {
  readonly isOn: boolean;
  onPress(): void;
  readonly keyLabel?: string;
  readonly className?: string;
  readonly children: string;
};

function Toggle({ isOn, onPress, keyLabel, className, children }: ToggleProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onPress}
      className={classNames(
        "inline-flex min-h-8 items-center gap-1.5 rounded-control px-2.5 text-[0.8125rem] transition-colors duration-100",
        isOn
          ? "bg-accent-soft font-medium text-accent-strong"
          : "text-muted hover:bg-hover hover:text-ink",
        className,
      )}
    >
      {children}
      {keyLabel !== undefined && <Key label={keyLabel} />}
    </button>
  );
}
