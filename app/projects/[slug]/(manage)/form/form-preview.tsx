"use client";

import { useState } from "react";
import { useLocale } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import type { Submission } from "#app/projects/[slug]/judge/answers/answer-flow.ts";
import { AnswerPanel } from "#app/projects/[slug]/judge/answers/answer-panel.tsx";
import { asksMore, type Draft, emptyDraft } from "#app/projects/[slug]/judge/answers/draft.ts";
import { useAnswerFlow } from "#app/projects/[slug]/judge/answers/use-answer-flow.ts";
import { useVerdictWords } from "#app/projects/[slug]/judge/answers/verdict-words.ts";
import { VerdictButtons } from "#app/projects/[slug]/judge/verdict-bar.tsx";
import { listVerdictOptions } from "#app/projects/[slug]/judge/verdict-options.ts";
import type { JudgmentForm } from "#server/contracts/project-settings.ts";

const sample = {
  prompt: "Why does ice float?",
  left: "Ice floats because frozen water is less dense than liquid water: its molecules hold each other at a distance in the crystal.",
  right: "Ice floats because it is cold, and cold things rise.",
} as const;

type FormPreviewProps = {
  readonly form: JudgmentForm;
  /** The changes cannot be used, so the preview still shows the form as it is saved. */
  readonly isHeldBack: boolean;
};

/** The screen that annotators use, fed with a sample pair; nothing leaves the browser. */
export function FormPreview({ form, isHeldBack }: FormPreviewProps) {
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [submitted, setSubmitted] = useState<Submission | null>(null);
  const direction = useLocale() === "ar" ? "rtl" : "ltr";
  const flow = useAnswerFlow({
    subject: "sample",
    form,
    draft,
    texts: sample,
    onDraft: setDraft,
    onSubmit: setSubmitted,
  });
  const again = () => {
    setDraft(emptyDraft);
    setSubmitted(null);
  };
  const hasMore = asksMore(form);
  return (
    <section
      aria-label="Preview"
      className="border-t border-line py-7 xl:sticky xl:top-0 xl:max-h-dvh xl:self-start xl:overflow-y-auto"
    >
      <h2 className="text-base font-semibold">Preview</h2>
      {isHeldBack && (
        <p className="mt-1 text-sm text-warning">
          The changes cannot be used yet, so this is the form as it is saved.
        </p>
      )}
      <div className="mt-4 rounded-panel border border-dashed border-line-strong/60 p-4 sm:p-6">
        <p className="mb-4 text-lg">{sample.prompt}</p>
        <div className="grid gap-4 md:grid-cols-2">
          {(["left", "right"] as const).map((side) => (
            <div key={side} className="rounded-panel border border-line bg-raised px-5 py-4">
              <p className="mb-1 font-display text-xl">{side === "left" ? "A" : "B"}</p>
              <p>{sample[side]}</p>
            </div>
          ))}
        </div>
        {submitted === null ? (
          <>
            {hasMore && (
              <AnswerPanel
                ref={flow.panel}
                form={form}
                draft={draft}
                texts={sample}
                missing={flow.missing}
                onChange={flow.change}
                onStepDone={flow.finishStep}
                onSubmit={flow.trySubmit}
              />
            )}
            <div className="mt-4 flex flex-col items-center gap-3">
              <VerdictButtons
                options={listVerdictOptions(form, direction)}
                strengthLevels={form.strengthLevels}
                isEnabled
                onChoose={flow.choose}
                {...(hasMore && { chosen: flow.chosen })}
              />
              {hasMore && (
                <Button variant="primary" onClick={flow.trySubmit}>
                  Submit
                </Button>
              )}
            </div>
          </>
        ) : (
          <Result form={form} submission={submitted} onAgain={again} />
        )}
      </div>
    </section>
  );
}

type ResultProps = {
  readonly form: JudgmentForm;
  readonly submission: Submission;
  onAgain(): void;
};

function Result({ form, submission, onAgain }: ResultProps) {
  const words = useVerdictWords(form.strengthLevels);
  return (
    <div className="mt-6 flex flex-col items-start gap-3">
      <Notice tone="accent" isAlert>
        This would be stored: {words(submission)}. Nothing was saved.
      </Notice>
      {submission.answers !== undefined && (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
          tabIndex={0}
          className="max-w-full overflow-x-auto rounded-control bg-sunken px-4 py-3 text-[0.8125rem] leading-5"
        >
          {JSON.stringify(submission.answers, null, 2)}
        </pre>
      )}
      <Button onClick={onAgain}>Try again</Button>
    </div>
  );
}
