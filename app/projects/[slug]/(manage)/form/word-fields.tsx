import { SegmentedControl } from "#app/components/segmented-control.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { FieldGroup } from "./field-group.tsx";
import type { FormFieldsProps } from "./form-fields.ts";
import { ReasonsEditor } from "./reasons-editor.tsx";

const asks = [
  { value: "off", label: "Off" },
  { value: "optional", label: "Optional" },
  { value: "required", label: "Required" },
] as const;

/** Why a verdict was given: by tags, and in words. */
export function WordFields({ form, errors, onChange }: FormFieldsProps) {
  const { rationale } = form;
  return (
    <FieldGroup title="Reasons" description="Why the verdict was given, by one tap or in words.">
      <div className="flex flex-col gap-8">
        <ReasonsEditor
          reasons={form.reasons}
          error={errors.reasons}
          onChange={(reasons) => onChange({ reasons })}
        />
        <SegmentedControl
          label="Rationale in words"
          value={rationale.ask}
          options={asks}
          onChange={(ask) => onChange({ rationale: { ...rationale, ask } })}
        />
        {rationale.ask !== "off" && (
          <div className="max-w-form">
            <TextField
              label="Least length, in characters"
              type="number"
              inputMode="numeric"
              min={0}
              max={1000}
              value={Number.isNaN(rationale.lengthMin) ? "" : rationale.lengthMin}
              error={errors.rationale}
              hint="0 asks for a word or two. A rationale that is optional may be left out altogether."
              onChange={(event) =>
                onChange({ rationale: { ...rationale, lengthMin: event.target.valueAsNumber } })
              }
            />
          </div>
        )}
      </div>
    </FieldGroup>
  );
}
