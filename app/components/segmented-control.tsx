"use client";

import { useId } from "react";

type SegmentOption<Value extends string> = {
  readonly value: Value;
  readonly label: string;
  /** The language of the label, where it is not that of the page. */
  readonly lang?: string;
};

type SegmentedControlProps<Value extends string> = {
  readonly label: string;
  readonly options: readonly SegmentOption<Value>[];
  readonly value: Value;
  onChange(value: Value): void;
  /** For a label that stands elsewhere on the page already. */
  readonly isLabelHidden?: boolean;
};

/** A choice of a few, all of them visible: radio buttons side by side. */
export function SegmentedControl<Value extends string>({
  label,
  options,
  value,
  onChange,
  isLabelHidden = false,
}: SegmentedControlProps<Value>) {
  const name = useId();
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className={isLabelHidden ? "sr-only" : "mb-1.5 text-sm font-medium"}>{label}</legend>
      <div className="inline-flex w-fit max-w-full flex-wrap gap-1 rounded-control bg-sunken p-1 ring-1 ring-line ring-inset">
        {options.map((option) => (
          <label key={option.value} lang={option.lang} className="relative cursor-pointer">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="peer absolute inset-0 size-full cursor-pointer appearance-none rounded-[0.375rem]"
            />
            <span className="block rounded-[0.375rem] px-3 py-1 text-sm text-muted peer-checked:bg-raised peer-checked:font-medium peer-checked:text-ink peer-checked:shadow-panel peer-hover:text-ink">
              {option.label}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
