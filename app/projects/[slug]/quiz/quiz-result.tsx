"use client";

import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { LinkButton } from "#app/components/link-button.tsx";
import { projectPath } from "#app/projects/project-path.ts";
import type { Quiz } from "./quiz-workspace.tsx";

type QuizResultProps = {
  readonly slug: string;
  readonly quiz: Quiz;
  readonly isBusy: boolean;
  onRetry(): void;
};

export function QuizResult({ slug, quiz, isBusy, onRetry }: QuizResultProps) {
  const translate = useTranslations("quiz");
  const judge = (
    <LinkButton href={projectPath(slug, "judge")} variant="primary">
      {translate("startJudging")}
    </LinkButton>
  );
  const { right, total, attempt, attemptsMax } = quiz;
  if (total === 0) {
    return (
      <EmptyState title={translate("emptyTitle")} action={judge}>
        <p>{translate("emptyText")}</p>
      </EmptyState>
    );
  }
  if (quiz.isQualified || quiz.status === "passed") {
    return (
      <EmptyState title={translate("passedTitle")} action={judge}>
        <p role="status">{translate("passedText", { right, total })}</p>
      </EmptyState>
    );
  }
  const left = attemptsMax - attempt;
  const needed = Math.ceil(quiz.passShare * total - 1e-9);
  return (
    <EmptyState
      title={translate("failedTitle")}
      action={
        left > 0 && (
          <Button variant="primary" isBusy={isBusy} onClick={onRetry}>
            {translate("tryAgain", { left })}
          </Button>
        )
      }
    >
      <p role="status">{translate("failedText", { right, total, needed })}</p>
      {left === 0 && <p className="mt-2">{translate("noneLeft")}</p>}
    </EmptyState>
  );
}
