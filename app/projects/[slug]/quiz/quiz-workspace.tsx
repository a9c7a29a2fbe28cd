"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { Notice } from "#app/components/notice.tsx";
import { faultWords } from "#app/fault-words.ts";
import { PairView } from "#app/projects/[slug]/judge/pair-view.tsx";
import { useReadingView } from "#app/projects/[slug]/judge/reading-view.ts";
import { api } from "#app/trpc/api.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { QuizChoices } from "./quiz-choices.tsx";
import { QuizReply } from "./quiz-reply.tsx";
import { QuizResult } from "./quiz-result.tsx";

export type Quiz = ApiOutputs["quiz"]["find"];
export type Reply = ApiOutputs["quiz"]["answer"];

type QuizWorkspaceProps = {
  readonly slug: string;
  readonly projectId: string;
  readonly first: Quiz;
};

/** One question at a time: answer, read why, go on. */
export function QuizWorkspace({ slug, projectId, first }: QuizWorkspaceProps) {
  const translate = useTranslations("quiz");
  const trpc = useTRPC();
  const [quiz, setQuiz] = useState(first);
  const answer = useMutation(trpc.quiz.answer.mutationOptions());
  const load = useMutation({
    mutationFn: (attempt: number | null) => api.quiz.find.query({ projectId, attempt }),
    onSuccess: (next) => {
      answer.reset();
      setQuiz(next);
    },
  });
  const fault = answer.error ?? load.error;
  const { next } = quiz;
  const reading = useReadingView({ assignmentId: next?.question });
  if (next === null) {
    return (
      <QuizResult
        slug={slug}
        quiz={quiz}
        isBusy={load.isPending}
        onRetry={() => load.mutate(quiz.attempt + 1)}
      />
    );
  }
  return (
    <div className="flex flex-col gap-6">
      <p className="text-sm text-muted tabular-nums">
        {translate("question", { number: quiz.answered + 1, total: quiz.total })}
        {quiz.answered > 0 && (
          <>
            <span aria-hidden="true"> · </span>
            {translate("rightSoFar", { right: quiz.right, answered: quiz.answered })}
          </>
        )}
      </p>
      <PairView key={next.question} lease={next} isHidden={false} reading={reading} />
      {fault && (
        <Notice tone="danger" isAlert>
          {translate("failed", { reason: faultWords(fault) })}
        </Notice>
      )}
      {answer.data ? (
        <QuizReply
          reply={answer.data}
          isBusy={load.isPending}
          onNext={() => load.mutate(quiz.attempt)}
        />
      ) : (
        <QuizChoices
          form={quiz.form}
          isEnabled={!answer.isPending}
          onChoose={(verdict) =>
            answer.mutate({
              projectId,
              answer: { attempt: quiz.attempt, question: next.question, verdict },
            })
          }
        />
      )}
    </div>
  );
}
