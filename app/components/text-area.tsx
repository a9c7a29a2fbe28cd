import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import { Field, type FieldWords, fieldControlClass } from "./field.tsx";

type TextAreaProps = FieldWords & Omit<ComponentProps<"textarea">, "id" | "children">;

export function TextArea({ label, hint, error, className, ...textarea }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => (
        <textarea
          dir="auto"
          rows={4}
          {...textarea}
          {...attributes}
          className={classNames(fieldControlClass, "resize-y py-2 leading-6", className)}
        />
      )}
    </Field>
  );
}
