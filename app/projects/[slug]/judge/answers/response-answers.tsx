"use client";

import { useId } from "react";
import { useTranslations } from "use-intl/react";
import type { JudgmentForm } from "#server/contracts/project-settings.ts";
import type { ResponseAttribute, ResponseFlag } from "#server/contracts/vocabulary.ts";
import { ChoiceChip } from "./choice-chip.tsx";
import type { DraftAnswers, Side } from "./draft.ts";
import { sideName } from "./verdict-words.ts";

type ResponseAnswersProps = {
  readonly side: Side;
  readonly form: JudgmentForm;
  readonly answers: DraftAnswers;
  onChange(part: Partial<DraftAnswers>): void;
};

/** What is asked about one response by itself; it stands under that response. */
export function ResponseAnswers({ side, form, answers, onChange }: ResponseAnswersProps) {
  const translate = useTranslations("form");
  const id = useId();
  const { flags, attributes } = answers;
  return (
    <fieldset aria-labelledby={id} className="flex min-w-0 flex-col gap-4">
      <h3 id={id} className="font-display text-lg leading-none">
        {translate("response", { side: sideName(side) })}
      </h3>
      {form.flags.length > 0 && (
        <FlagChips
          asked={form.flags}
          given={flags[side]}
          onChange={(given) => onChange({ flags: { ...flags, [side]: given } })}
        />
      )}
      {form.attributes.map((name) => (
        <GradeRow
          key={name}
          name={name}
          grade={attributes[side][name] ?? null}
          onChange={(grade) => {
            const { [name]: _, ...others } = attributes[side];
            const own = grade === null ? others : { ...others, [name]: grade };
            onChange({ attributes: { ...attributes, [side]: own } });
          }}
        />
      ))}
    </fieldset>
  );
}

type FlagChipsProps = {
  readonly asked: readonly ResponseFlag[];
  readonly given: readonly ResponseFlag[] | null;
  onChange(given: ResponseFlag[] | null): void;
};

/** “Nothing” is an answer of its own; with no box ticked the question is unanswered. */
function FlagChips({ asked, given, onChange }: FlagChipsProps) {
  const translate = useTranslations("form.flags");
  const toggle = (flag: ResponseFlag, isSet: boolean) => {
    const next = asked.filter((one) => (one === flag ? isSet : given?.includes(one)));
    onChange(next.length === 0 ? null : next);
  };
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-sm text-muted">{translate("title")}</legend>
      <div className="flex flex-wrap gap-2">
        {asked.map((flag) => (
          <ChoiceChip
            key={flag}
            type="checkbox"
            checked={given?.includes(flag) ?? false}
            onChange={(event) => toggle(flag, event.target.checked)}
          >
            {translate(flag)}
          </ChoiceChip>
        ))}
        <ChoiceChip
          type="checkbox"
          checked={given?.length === 0}
          onChange={(event) => onChange(event.target.checked ? [] : null)}
        >
          {translate("none")}
        </ChoiceChip>
      </div>
    </fieldset>
  );
}

const grades = [0, 1, 2, 3, 4] as const;

type GradeRowProps = {
  readonly name: ResponseAttribute;
  readonly grade: number | null;
  onChange(grade: number | null): void;
};

/** Five grades and “not answered”, which is where it begins and where one can return to. */
function GradeRow({ name, grade, onChange }: GradeRowProps) {
  const translate = useTranslations("form.attributes");
  const low = useTranslations("form.low")(name);
  const high = useTranslations("form.high")(name);
  const group = useId();
  return (
    <fieldset className="grid min-w-0 grid-cols-1 gap-x-4 gap-y-1 @4xl:grid-cols-[9rem_minmax(0,1fr)] @4xl:items-center">
      <legend className="sr-only">
        {translate("scale", { name: translate(name), low, high })}
      </legend>
      <span aria-hidden="true" className="text-sm">
        {translate(name)}
        <span className="block text-[0.75rem] leading-4 text-muted">
          {low} – {high}
        </span>
      </span>
      <div className="flex flex-wrap gap-1">
        {grades.map((value) => (
          <ChoiceChip
            key={value}
            type="radio"
            name={group}
            checked={grade === value}
            onChange={() => onChange(value)}
            className="w-9 px-0 tabular-nums pointer-coarse:w-11"
          >
            {value}
          </ChoiceChip>
        ))}
        <ChoiceChip
          type="radio"
          name={group}
          aria-label={translate("unanswered")}
          checked={grade === null}
          onChange={() => onChange(null)}
          className="w-9 border-dashed px-0 text-muted peer-checked:border-line-strong peer-checked:bg-transparent pointer-coarse:w-11"
        >
          <span aria-hidden="true">–</span>
        </ChoiceChip>
      </div>
    </fieldset>
  );
}
