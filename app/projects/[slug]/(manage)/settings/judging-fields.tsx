import { CheckField } from "#app/components/check-field.tsx";
import { Section } from "#app/components/section.tsx";
import { SegmentedControl } from "#app/components/segmented-control.tsx";
import type { SettingsValues } from "./read-settings.ts";

type JudgingFieldsProps = {
  readonly values: SettingsValues;
  onChange(part: Partial<SettingsValues>): void;
};

const levels = ["1", "2", "3", "4"] as const;

export function JudgingFields({ values, onChange }: JudgingFieldsProps) {
  const { form } = values;
  const change = (part: Partial<typeof form>) => onChange({ form: { ...form, ...part } });
  return (
    <Section title="Judging" description="What the judge screen offers.">
      <div className="flex max-w-prose flex-col gap-6">
        <div>
          <SegmentedControl
            label="Steps of strength"
            value={levels.find((level) => Number(level) === form.strengthLevels) ?? "1"}
            options={levels.map((level) => ({ value: level, label: level }))}
            onChange={(level) => change({ strengthLevels: Number(level) })}
          />
          <p className="mt-1.5 text-[0.8125rem] leading-5 text-muted">
            How finely one says how much better a response is. With 1, only which one is asked.
          </p>
        </div>
        <CheckField
          label="Tie"
          hint="Both responses are equally good."
          checked={form.hasTie}
          onChange={(event) => change({ hasTie: event.target.checked })}
        />
        <CheckField
          label="Both bad"
          hint="Neither response should be learned from."
          checked={form.hasBothBad}
          onChange={(event) => change({ hasBothBad: event.target.checked })}
        />
      </div>
    </Section>
  );
}
