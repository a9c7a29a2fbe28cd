"use client";

import { useLocale, useTranslations } from "use-intl/react";
import { Notice } from "#app/components/notice.tsx";
import { directionOf } from "#app/messages/locale-choice.ts";
import { AnswerPanel } from "#app/projects/[slug]/judge/answers/answer-panel.tsx";
import { asksMore } from "#app/projects/[slug]/judge/answers/draft.ts";
import { useVerdictWords } from "#app/projects/[slug]/judge/answers/verdict-words.ts";
import { PairView } from "#app/projects/[slug]/judge/pair-view.tsx";
import { useReadingView } from "#app/projects/[slug]/judge/reading-view.ts";
import { VerdictButtons } from "#app/projects/[slug]/judge/verdict-bar.tsx";
import { listVerdictOptions } from "#app/projects/[slug]/judge/verdict-options.ts";
import { Moment } from "#app/projects/[slug]/my-judgments/moment.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { AmendBar } from "./amend-bar.tsx";
import { RankAgain } from "./rank-again.tsx";
import { SaidDetails } from "./said-details.tsx";
import { useAmending } from "./use-amending.ts";

export type JudgmentOnPage = ApiOutputs["judgments"]["find"];

type AmendWorkspaceProps = {
  readonly slug: string;
  readonly projectId: string;
  readonly viewerId: string;
  readonly judgment: JudgmentOnPage;
};

/** A pair as it was shown, what one said of it, and a way to say otherwise while that is possible. */
export function AmendWorkspace(props: AmendWorkspaceProps) {
  const { slug, projectId, viewerId, judgment } = props;
  const { form, left, right, closed, ranking } = judgment;
  const reading = useReadingView({ assignmentId: judgment.judgmentId });
  const amending = useAmending({ slug, projectId, judgment });
  const { draft, flow } = amending;
  const options = listVerdictOptions(form, directionOf(useLocale()));
  return (
    <div className="flex flex-col gap-6">
      <WhatWasSaid judgment={judgment} />
      {ranking !== null && <RankAgain {...{ slug, projectId, viewerId, ranking }} />}
      <PairView lease={judgment} isHidden={false} reading={reading} />
      {closed === null && (
        <>
          {asksMore(form) && (
            <AnswerPanel
              ref={flow.panel}
              {...{ form, draft, texts: { left, right }, missing: flow.missing }}
              onChange={flow.change}
              onStepDone={flow.finishStep}
              onSubmit={flow.trySubmit}
            />
          )}
          <AmendBar slug={slug} amending={amending}>
            <VerdictButtons
              {...{ options, strengthLevels: form.strengthLevels, chosen: draft }}
              isEnabled={!amending.isBusy}
              onChoose={amending.choose}
            />
          </AmendBar>
        </>
      )}
    </div>
  );
}

function WhatWasSaid({ judgment }: { readonly judgment: JudgmentOnPage }) {
  const translate = useTranslations("judge.mine");
  const verdictWords = useVerdictWords(judgment.strengthLevels ?? 1);
  const { said, closed, isSettled, decidedAt } = judgment;
  return (
    <div className="flex max-w-prose flex-col gap-3">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <strong className="font-medium">
          {translate("youSaid", { verdict: verdictWords(said) })}
        </strong>
        <span className="text-sm text-muted">
          <Moment date={decidedAt} />
        </span>
      </p>
      <SaidDetails said={said} />
      <Notice>
        {closed !== null && translate(`closed.${closed}`)}
        {closed === null && translate(isSettled ? "settledButYoung" : "stillOpen")}
      </Notice>
    </div>
  );
}
