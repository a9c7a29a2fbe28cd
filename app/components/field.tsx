import { type ReactNode, useId } from "react";

export const fieldControlClass =
  "w-full rounded-control border border-line-strong bg-raised px-3 text-base text-ink placeholder:text-muted/80 hover:border-ink/60 aria-invalid:border-danger disabled:cursor-not-allowed disabled:opacity-60 sm:text-sm";

export type FieldWords = {
  readonly label: string;
  readonly hint?: ReactNode;
  /** Why what was entered cannot be used, in words. */
  readonly error?: string | null;
};

type ControlAttributes = {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
};

/** Label, hint and error around one control, tied together for assistive technology. */
export function Field({
  label,
  hint,
  error,
  children,
}: FieldWords & { readonly children: (attributes: ControlAttributes) => ReactNode }) {
  const id = useId();
  const describedBy = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({
        id,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {error && (
        <p id={`${id}-error`} className="text-sm text-danger">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-[0.8125rem] leading-5 text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
