import { type JudgmentForm, judgmentFormInput } from "#server/contracts/project-settings.ts";

export type FormErrors = Partial<Record<keyof JudgmentForm, string>>;

/** The form as it can be saved, or what is wrong with each part of it. */
export function readForm(values: JudgmentForm): {
  readonly form: JudgmentForm | null;
  readonly errors: FormErrors;
} {
  const result = judgmentFormInput.safeParse(values);
  if (result.success) return { form: result.data, errors: {} };
  const errors: FormErrors = {};
  for (const { path, message } of result.error.issues) {
    const [field] = path;
    if (isField(values, field)) errors[field] ??= message;
  }
  return { form: null, errors };
}

function isField(values: JudgmentForm, name: unknown): name is keyof JudgmentForm {
  return typeof name === "string" && Object.hasOwn(values, name);
}
