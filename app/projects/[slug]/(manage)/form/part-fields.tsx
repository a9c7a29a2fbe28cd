import { useTranslations } from "use-intl/react";
import { CheckField } from "#app/components/check-field.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { responseAttributes, responseFlags } from "#server/contracts/vocabulary.ts";
import { FieldGroup } from "./field-group.tsx";
import type { FormFieldsProps } from "./form-fields.ts";

/** Everything that is asked about the responses besides the verdict. */
export function PartFields({ form, onChange }: FormFieldsProps) {
  const flagWords = useTranslations("form.flags");
  const flagMeanings = useTranslations("form.flagMeanings");
  const attributeWords = useTranslations("form.attributes");
  return (
    <FieldGroup
      title="About each response"
      description="What is left unanswered is stored as unanswered, never as zero."
    >
      <div className="flex flex-col gap-8">
        <CheckField
          label="Safety step"
          hint="After a preference: only the preferred response is safe, both are, or neither. Required; after a tie it may be left open."
          checked={form.hasSafetyStep}
          onChange={(event) => onChange({ hasSafetyStep: event.target.checked })}
        />
        <ManyFields
          legend="Flags"
          wordOf={(flag) => flagWords(flag)}
          hintOf={(flag) => flagMeanings(flag)}
          all={responseFlags}
          chosen={form.flags}
          onChange={(flags) => onChange({ flags })}
        />
        <ManyFields
          legend="Grades from 0 to 4"
          wordOf={(attribute) => attributeWords(attribute)}
          all={responseAttributes}
          chosen={form.attributes}
          onChange={(attributes) => onChange({ attributes })}
        />
        <CheckField
          label="Improve the better response"
          hint="Its edited text becomes a new response, which somebody else compares with the original."
          checked={form.canEdit}
          onChange={(event) => onChange({ canEdit: event.target.checked })}
        />
      </div>
    </FieldGroup>
  );
}

type ManyFieldsProps<Name extends string> = {
  readonly legend: string;
  wordOf(name: Name): string;
  hintOf?(name: Name): string;
  readonly all: readonly Name[];
  readonly chosen: readonly Name[];
  onChange(chosen: Name[]): void;
};

function ManyFields<Name extends string>(props: ManyFieldsProps<Name>) {
  const { legend, wordOf, hintOf, all, chosen, onChange } = props;
  return (
    <fieldset>
      <legend className="mb-3 text-sm font-medium">{legend}</legend>
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {all.map((name) => (
          <CheckField
            key={name}
            label={wordOf(name)}
            hint={hintOf?.(name)}
            checked={chosen.includes(name)}
            onChange={({ target }) =>
              onChange(all.filter((one) => (one === name ? target.checked : chosen.includes(one))))
            }
          />
        ))}
      </div>
    </fieldset>
  );
}

const sizes = [3, 4, 5, 6, 7, 8, 9];

/** Whether pairs are judged one at a time or several responses are ranked at once. */
export function RankingField({ form, errors, onChange }: FormFieldsProps) {
  return (
    <FieldGroup
      title="Several at once"
      description="Ranks several responses of one prompt, which gives every pair of them."
    >
      <div className="max-w-form">
        <SelectField
          label="Responses at a time"
          value={form.rankingSize ?? ""}
          error={errors.rankingSize}
          options={[
            { value: "", label: "Two: judge pairs" },
            ...sizes.map((size) => ({ value: `${size}`, label: `${size}: rank them` })),
          ]}
          onChange={({ target }) =>
            onChange({ rankingSize: target.value === "" ? null : Number(target.value) })
          }
        />
      </div>
    </FieldGroup>
  );
}
