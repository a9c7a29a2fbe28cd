"use client";

import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { useTranslations } from "use-intl/react";
import { classNames } from "#app/components/class-names.ts";
import { fieldControlClass } from "#app/components/field.tsx";
import { rationaleLengthMin } from "#server/contracts/answer-rules.ts";
import type { JudgmentForm } from "#server/contracts/project-settings.ts";
import { rationaleLengthMax } from "#server/contracts/vocabulary.ts";

type RationaleFieldProps = {
  readonly form: JudgmentForm;
  readonly value: string;
  readonly isMissing: boolean;
  onChange(value: string): void;
  onSubmit(): void;
};

/** From here on the counter says how much room is left. */
const nearlyFull = 200;

/** The reason in words. Enter submits where there is a keyboard; on a phone it begins a new line. */
export function RationaleField(props: RationaleFieldProps) {
  const { form, value, isMissing, onChange, onSubmit } = props;
  const translate = useTranslations("form.rationale");
  const id = useId();
  const least = rationaleLengthMin(form);
  const title = translate("title");
  const isOptional = form.rationale.ask === "optional";
  const pressEnter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    const isCommand = event.ctrlKey || event.metaKey;
    if (!isCommand && matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    if (!event.repeat) onSubmit();
  };
  return (
    <div data-part="rationale" className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {isOptional ? translate("optional", { label: title }) : title}
      </label>
      <textarea
        id={id}
        dir="auto"
        rows={3}
        value={value}
        maxLength={rationaleLengthMax}
        aria-required={!isOptional}
        aria-invalid={isMissing || undefined}
        aria-describedby={`${id}-error ${id}-count ${id}-keys`}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={pressEnter}
        className={classNames(fieldControlClass, "scroll-mb-80 resize-y py-2 leading-6")}
      />
      <div className="flex flex-wrap justify-between gap-x-4 text-[0.8125rem] leading-5 text-muted">
        <p id={`${id}-error`} className="text-danger empty:hidden">
          {isMissing ? translate("missing", { count: least }) : ""}
        </p>
        <p id={`${id}-keys`} className="hidden [@media(hover:hover)]:block">
          {translate("keys")}
        </p>
        <Counter id={`${id}-count`} length={value.trim().length} least={least} />
      </div>
    </div>
  );
}

/** Seen at every key, and announced when the typing pauses. */
function Counter(props: { readonly id: string; readonly length: number; readonly least: number }) {
  const { id, length, least } = props;
  const translate = useTranslations("form.rationale");
  const announced = useSettled(length);
  const words = (count: number) => {
    if (count < least && least > 1) return translate("more", { count: least - count });
    const left = rationaleLengthMax - count;
    return left <= nearlyFull ? translate("left", { count: left }) : translate("used", { count });
  };
  return (
    <>
      <p id={id} className="ms-auto tabular-nums">
        {words(length)}
      </p>
      <p aria-live="polite" className="sr-only">
        {announced === 0 ? "" : words(announced)}
      </p>
    </>
  );
}

const pauseMs = 900;

/** The value as of the last pause; the external system is the clock. */
function useSettled(value: number): number {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
