"use client";

import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { Markdown } from "#app/components/markdown.tsx";
import { Notice } from "#app/components/notice.tsx";
import type { Reply } from "./quiz-workspace.tsx";

type QuizReplyProps = { readonly reply: Reply; readonly isBusy: boolean; onNext(): void };

export function QuizReply({ reply, isBusy, onNext }: QuizReplyProps) {
  const translate = useTranslations("quiz");
  const isLast = reply.standing.status !== "open";
  return (
    <div className="sticky bottom-0 z-10 -mx-5 flex flex-col gap-3 border-t border-line bg-paper px-5 py-4">
      <Notice tone={reply.isRight ? "accent" : "warning"} isAlert>
        <p>
          <strong>{translate(reply.isRight ? "isRight" : "isWrong")}</strong>{" "}
          {translate(`expected.${reply.expected}`)}
        </p>
        {reply.explanation !== "" && <Markdown text={reply.explanation} headingLevel={3} />}
      </Notice>
      <div className="flex justify-end">
        {/* Enter goes on, as the button has the focus. */}
        <Button autoFocus variant="primary" isBusy={isBusy} onClick={onNext}>
          {translate(isLast ? "finish" : "next")}
        </Button>
      </div>
    </div>
  );
}
