import type { JudgmentForm } from "#server/contracts/project-settings.ts";
import type { FormErrors } from "./read-form.ts";

/** What every group of fields of the builder is given. */
export type FormFieldsProps = {
  readonly form: JudgmentForm;
  readonly errors: FormErrors;
  onChange(part: Partial<JudgmentForm>): void;
};
