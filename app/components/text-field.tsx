import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import { Field, type FieldWords, fieldControlClass } from "./field.tsx";

type TextFieldProps = FieldWords & Omit<ComponentProps<"input">, "id" | "children">;

export function TextField({ label, hint, error, className, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => (
        <input
          dir={isWrittenInLatin(input.type) ? "ltr" : "auto"}
          {...input}
          {...attributes}
          className={classNames(fieldControlClass, "h-10", className)}
        />
      )}
    </Field>
  );
}

/** Addresses and passwords read from left to right in every language. */
function isWrittenInLatin(type: string | undefined): boolean {
  return type === "email" || type === "url" || type === "password";
}
