import { Section } from "#app/components/section.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { PolicyField } from "./policy-field.tsx";
import type { SettingsErrors, SettingsValues } from "./read-settings.ts";

type ServingFieldsProps = {
  readonly values: SettingsValues;
  readonly errors: SettingsErrors;
  onChange(part: Partial<SettingsValues>): void;
};

const arms = [
  { name: "active", label: "Active (%)", hint: "Pairs the model can learn most from." },
  { name: "control", label: "Control (%)", hint: "Pairs drawn uniformly, to compare with." },
  { name: "holdout", label: "Hold-out (%)", hint: "Held-out prompts, never trained on." },
  { name: "gold", label: "Gold (%)", hint: "Pairs with a known answer, to check annotators." },
  { name: "repeat", label: "Repeats (%)", hint: "Pairs they judged before, to check consistency." },
] as const;

export function ServingFields({ values, errors, onChange }: ServingFieldsProps) {
  return (
    <Section title="Serving" description="Which pairs people are given, and for how long.">
      <div className="flex max-w-prose flex-col gap-6">
        <TextField
          label="Judgments per pair"
          type="number"
          inputMode="numeric"
          min={1}
          max={50}
          value={values.targetJudgments}
          error={errors.targetJudgments}
          hint="Each by a different person. A new number applies to the pairs that exist, too."
          className="max-w-32"
          onChange={(event) => onChange({ targetJudgments: event.target.value })}
        />
        <PolicyField
          value={values.policyName}
          onChange={(policyName) => onChange({ policyName })}
        />
        <fieldset className="flex flex-col gap-3">
          <legend className="mb-2 text-sm font-medium">Shares of the arms</legend>
          <div className="grid gap-5 sm:grid-cols-3">
            {arms.map(({ name, label, hint }) => (
              <TextField
                key={name}
                label={label}
                hint={hint}
                type="number"
                min={0}
                max={100}
                step="any"
                value={values[name]}
                onChange={(event) => onChange({ [name]: event.target.value })}
              />
            ))}
          </div>
          <p className="text-[0.8125rem] leading-5 text-muted">
            An arm with nothing to serve leaves its share to the others. Gold and repeats look like
            any other pair, earn the same points and teach the model nothing.
          </p>
          {errors.arms && <p className="text-sm text-danger">{errors.arms}</p>}
        </fieldset>
        <TextField
          label="Warm-up judgments"
          type="number"
          inputMode="numeric"
          min={0}
          max={10000}
          value={values.warmupJudgments}
          error={errors.warmupJudgments}
          hint="Drawn uniformly before the model may choose."
          className="max-w-32"
          onChange={(event) => onChange({ warmupJudgments: event.target.value })}
        />
        <TextField
          label="Lease (minutes)"
          type="number"
          min={0.1}
          max={1440}
          step="any"
          value={values.leaseMinutes}
          error={errors.leaseMinutes}
          hint="How long a pair waits for somebody who has gone quiet before others may have it."
          className="max-w-32"
          onChange={(event) => onChange({ leaseMinutes: event.target.value })}
        />
      </div>
    </Section>
  );
}
