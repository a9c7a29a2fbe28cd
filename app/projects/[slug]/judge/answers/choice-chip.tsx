import type { ComponentProps, ReactNode } from "react";
import { classNames } from "#app/components/class-names.ts";

type ChoiceChipProps = Omit<ComponentProps<"input">, "type" | "children"> & {
  readonly type: "radio" | "checkbox";
  readonly children: ReactNode;
};

/** A radio button or check box drawn as something to tap: one line, 44 pixels on a touch screen. */
export function ChoiceChip({ type, className, children, ...input }: ChoiceChipProps) {
  return (
    <label className="relative inline-flex cursor-pointer has-disabled:cursor-not-allowed">
      <input
        {...input}
        type={type}
        className="peer absolute inset-0 size-full cursor-[inherit] scroll-mb-80 appearance-none rounded-control"
      />
      <span
        className={classNames(
          "flex min-h-9 items-center justify-center gap-2 rounded-control border border-line-strong/60 bg-raised px-3 py-1 text-center text-sm text-ink peer-checked:border-accent peer-checked:bg-accent-soft peer-checked:font-medium peer-hover:border-ink/60 peer-disabled:opacity-50 pointer-coarse:min-h-11",
          className,
        )}
      >
        {children}
      </span>
    </label>
  );
}
