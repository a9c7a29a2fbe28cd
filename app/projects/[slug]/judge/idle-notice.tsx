"use client";
"use no memo";

import { useFormatter, useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { LinkButton } from "#app/components/link-button.tsx";
import { projectPath } from "#app/projects/project-path.ts";
import type { IdleReason } from "./judge-api.ts";
import type { JudgeState } from "./judge-state.ts";

type IdleNoticeProps = {
  readonly slug: string;
  readonly state: JudgeState;
  onRetry(): void;
};

/** Why there is nothing left to judge, and when more may come. */
export function IdleNotice({ slug, state, onRetry }: IdleNoticeProps) {
  const translate = useTranslations("progress");
  const format = useFormatter();
  const reason: IdleReason = state.idle ?? "busy";
  if (reason === "unqualified") return <QuizNotice slug={slug} />;
  const { today, total } = state.judged;
  return (
    <EmptyState
      title={translate(`idle.${reason}.title`)}
      action={
        <>
          <Button onClick={onRetry}>{translate("lookAgain")}</Button>
          <LinkButton href={projectPath(slug, "leaderboard")} variant="quiet">
            {translate("leaderboard")}
          </LinkButton>
        </>
      }
    >
      <p>{translate(`idle.${reason}.text`)}</p>
      {state.moreAt !== null && (
        <p className="mt-2">
          {translate("moreAt", {
            time: format.dateTime(state.moreAt, {
              hour: "2-digit",
              minute: "2-digit",
              // Only browsers get here, so it may be their own clock's time.
              timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
            }),
          })}
        </p>
      )}
      {total > 0 && <p className="mt-2 tabular-nums">{translate("summary", { today, total })}</p>}
    </EmptyState>
  );
}

function QuizNotice({ slug }: { readonly slug: string }) {
  const translate = useTranslations("quiz");
  return (
    <EmptyState
      title={translate("waitingTitle")}
      action={
        <LinkButton href={projectPath(slug, "quiz")} variant="primary">
          {translate("takeQuiz")}
        </LinkButton>
      }
    >
      <p>{translate("waitingText")}</p>
    </EmptyState>
  );
}
