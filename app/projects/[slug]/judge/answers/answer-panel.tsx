"use client";

import { type KeyboardEvent, type Ref, useId } from "react";
import { useTranslations } from "use-intl/react";
import { classNames } from "#app/components/class-names.ts";
import type { MissingPart } from "#server/contracts/answer-rules.ts";
import type { JudgmentForm } from "#server/contracts/project-settings.ts";
import type { ResponseFlag } from "#server/contracts/vocabulary.ts";
import { type Draft, type DraftAnswers, isOffered, type Side } from "./draft.ts";
import { EditField } from "./edit-field.tsx";
import { RationaleField } from "./rationale-field.tsx";
import { ReasonChips } from "./reason-chips.tsx";
import { ResponseAnswers } from "./response-answers.tsx";
import { SafetyStep } from "./safety-step.tsx";
import { useVerdictWords } from "./verdict-words.ts";

export type AnswerPanelProps = {
  readonly form: JudgmentForm;
  readonly draft: Draft;
  readonly texts: Readonly<Record<Side, string>>;
  /** What a submission that was tried still lacks. */
  readonly missing: readonly MissingPart[];
  readonly ref?: Ref<HTMLFormElement>;
  onChange(part: Partial<DraftAnswers>): void;
  /** A step was answered by its key: what is asked next may take the focus. */
  onStepDone(part: Partial<DraftAnswers>): void;
  onSubmit(): void;
};

/**
 * What a project asks besides the verdict, under the two responses: all of it is there from the
 * beginning, so that nothing moves when a verdict is chosen. It decides nothing and stores nothing.
 */
export function AnswerPanel(props: AnswerPanelProps) {
  const { form, draft, texts, missing, ref, onChange, onStepDone, onSubmit } = props;
  const { answers, verdict } = draft;
  const translate = useTranslations("form");
  const id = useId();
  const perResponse = form.flags.length > 0 || form.attributes.length > 0;
  return (
    <form
      ref={ref}
      noValidate
      tabIndex={-1}
      aria-labelledby={id}
      className="@container mt-6 flex scroll-mb-80 flex-col gap-6 rounded-panel border border-line bg-sunken px-5 py-5 outline-none focus-visible:border-accent sm:px-7"
      onKeyDown={(event) => submitOnEnter(event, onSubmit)}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <PanelHead id={id} form={form} draft={draft} />
      {form.hasSafetyStep && (
        <SafetyStep
          value={answers.safety}
          verdict={verdict}
          isMissing={missing.includes("safety")}
          onChange={(safety) => onChange({ safety })}
          onChosenByKey={(safety) => onStepDone({ safety })}
        />
      )}
      {perResponse && (
        <div className="grid gap-6 @2xl:grid-cols-2">
          {(["left", "right"] as const).map((side) => (
            <ResponseAnswers key={side} {...{ side, form, answers, onChange }} />
          ))}
        </div>
      )}
      {form.flags.length > 0 && <FlagMeanings flags={form.flags} />}
      {form.reasons.length > 0 && (
        <ReasonChips
          asked={form.reasons}
          given={answers.reasons}
          onChange={(reasons) => onChange({ reasons })}
        />
      )}
      {form.rationale.ask !== "off" && (
        <RationaleField
          form={form}
          value={answers.rationale}
          isMissing={missing.includes("rationale")}
          onChange={(rationale) => onChange({ rationale })}
          onSubmit={onSubmit}
        />
      )}
      {form.canEdit && <EditField {...{ draft, texts, onChange, onSubmit }} />}
      <p className="sr-only">{translate("again")}</p>
    </form>
  );
}

type PanelHeadProps = { readonly id: string; readonly form: JudgmentForm; readonly draft: Draft };

function PanelHead({ id, form, draft }: PanelHeadProps) {
  const { strength } = draft;
  const verdict = isOffered(draft, form) ? draft.verdict : null;
  const translate = useTranslations("form");
  const verdictWords = useVerdictWords(form.strengthLevels);
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
      <h2 id={id} className="text-sm font-semibold">
        {translate("title")}
      </h2>
      <p
        aria-live="polite"
        className={classNames("text-sm", verdict === null ? "text-muted" : "text-accent")}
      >
        {verdict === null
          ? translate("chooseFirst")
          : translate("chosen", { verdict: verdictWords({ verdict, strength }) })}
      </p>
    </div>
  );
}

function FlagMeanings({ flags }: { readonly flags: readonly ResponseFlag[] }) {
  const translate = useTranslations("form");
  return (
    <details className="-mt-3 text-[0.8125rem] leading-5 text-muted">
      <summary className="inline-block rounded-control py-1">{translate("flags.explain")}</summary>
      <dl className="mt-1 grid gap-x-4 gap-y-1 @md:grid-cols-[max-content_minmax(0,1fr)]">
        {flags.map((flag) => (
          <div key={flag} className="contents">
            <dt className="font-medium text-ink">{translate(`flags.${flag}`)}</dt>
            <dd>{translate(`flagMeanings.${flag}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Enter submits from anywhere in the panel but where it has a meaning of its own. */
function submitOnEnter(event: KeyboardEvent, submit: () => void): void {
  const { target } = event;
  if (event.key !== "Enter" || event.defaultPrevented || event.repeat) return;
  if (!(target instanceof HTMLElement) || target.closest("textarea, button, summary") !== null) {
    return;
  }
  event.preventDefault();
  submit();
}
