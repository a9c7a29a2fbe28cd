import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import { Field, type FieldWords, fieldControlClass } from "./field.tsx";
import { ChevronDownIcon } from "./icons.tsx";

type SelectOption = { readonly value: string; readonly label: string };

type SelectFieldProps = FieldWords &
  Omit<ComponentProps<"select">, "id" | "children"> & {
    readonly options: readonly SelectOption[];
  };

/** The browser's own list, which every phone and screen reader knows. */
export function SelectField({ label, hint, error, options, className, ...rest }: SelectFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => (
        <span className="relative block">
          <select
            {...rest}
            {...attributes}
            className={classNames(fieldControlClass, "h-10 appearance-none pe-9", className)}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value} className="bg-raised text-ink">
                {option.label}
              </option>
            ))}
          </select>
          <span className="pointer-events-none absolute inset-y-0 end-2.5 flex items-center text-muted">
            <ChevronDownIcon />
          </span>
        </span>
      )}
    </Field>
  );
}
