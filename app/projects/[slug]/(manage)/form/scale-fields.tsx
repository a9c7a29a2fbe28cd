import { useId } from "react";
import { CheckField } from "#app/components/check-field.tsx";
import { SegmentedControl } from "#app/components/segmented-control.tsx";
import { FieldGroup } from "./field-group.tsx";
import type { FormFieldsProps } from "./form-fields.ts";
import { findScale, scales } from "./scales.ts";

const levels = ["1", "2", "3", "4"] as const;

export function ScaleFields({ form, onChange }: FormFieldsProps) {
  const name = useId();
  const chosen = findScale(form);
  return (
    <FieldGroup title="Scale" description="What an annotator may say of two responses.">
      <div className="flex flex-col gap-6">
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-2 text-sm font-medium">Scale</legend>
          {scales.map((scale) => (
            <label
              key={scale.id}
              className="flex cursor-pointer gap-3 rounded-control border border-transparent px-3 py-2 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft"
            >
              <input
                type="radio"
                name={name}
                checked={chosen?.id === scale.id}
                onChange={() => {
                  const { strengthLevels, hasTie, hasBothBad } = scale;
                  onChange({ strengthLevels, hasTie, hasBothBad });
                }}
                className="mt-0.5 size-4 shrink-0 accent-accent"
              />
              <span>
                <span className="block text-sm font-medium">{scale.label}</span>
                <span className="block text-[0.8125rem] leading-5 text-muted">{scale.hint}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <details open={chosen === null} className="flex flex-col gap-4">
          <summary className="inline-block rounded-control py-1 text-sm text-muted">
            {chosen === null ? "A scale of your own" : "Mix a scale of your own"}
          </summary>
          <div className="mt-3 flex flex-col gap-5">
            <SegmentedControl
              label="Steps of strength"
              value={levels.find((level) => Number(level) === form.strengthLevels) ?? "1"}
              options={levels.map((level) => ({ value: level, label: level }))}
              onChange={(level) => onChange({ strengthLevels: Number(level) })}
            />
            <CheckField
              label="Tie"
              hint="Both responses are equally good."
              checked={form.hasTie}
              onChange={(event) => onChange({ hasTie: event.target.checked })}
            />
            <CheckField
              label="Both bad"
              hint="Neither response should be learned from."
              checked={form.hasBothBad}
              onChange={(event) => onChange({ hasBothBad: event.target.checked })}
            />
          </div>
        </details>
      </div>
    </FieldGroup>
  );
}
