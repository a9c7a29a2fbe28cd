import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import { Field, type FieldWords, fieldControlClass } from "./field.tsx";

type TextFieldProps = FieldWords & Omit<ComponentProps<"input">, "id" | "children">;

export function TextField({ label, hint, error, className, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => (
        <input
          dir="auto"
          {...input}
          {...attributes}
          className={classNames(fieldControlClass, "h-10", className)}
        />
      )}
    </Field>
  );
}
