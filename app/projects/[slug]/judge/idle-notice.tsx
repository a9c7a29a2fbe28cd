"use client";

import { Button } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { LinkButton } from "#app/components/link-button.tsx";
import type { Halt, IdleReason } from "./judge-api.ts";

const idleWords = {
  finished: {
    title: "You have judged everything there is",
    text: "Thank you. New pairs appear here by themselves when more prompts are added or when a pair needs another opinion.",
  },
  busy: {
    title: "Others are judging the last pairs",
    text: "Every pair left is on somebody’s screen right now. If one comes free, it will appear here by itself.",
  },
  paused: {
    title: "This project is paused",
    text: "A manager has paused it. What you have judged is kept; come back when it opens again.",
  },
  empty: {
    title: "There is nothing to judge yet",
    text: "No prompts have been imported into this project so far. A manager can add them under Data.",
  },
} as const satisfies Record<IdleReason, { title: string; text: string }>;

export function IdleNotice({
  reason,
  onRetry,
}: {
  readonly reason: IdleReason | null;
  onRetry(): void;
}) {
  const { title, text } = idleWords[reason ?? "busy"];
  return (
    <EmptyState title={title} action={<Button onClick={onRetry}>Look again</Button>}>
      <p>{text}</p>
    </EmptyState>
  );
}

/** Judging cannot go on; what was decided but not yet sent stays in this browser. */
export function HaltNotice({ halt, unsent }: { readonly halt: Halt; readonly unsent: number }) {
  const isSignedOut = halt.kind === "signed_out";
  return (
    <EmptyState
      title={isSignedOut ? "You have been signed out" : "You can no longer judge here"}
      action={
        isSignedOut ? (
          <LinkButton href="/sign-in">Sign in</LinkButton>
        ) : (
          <LinkButton href="/">Your projects</LinkButton>
        )
      }
    >
      <p role="alert">{halt.sentence}</p>
      {unsent > 0 && (
        <p className="mt-2">
          {unsent === 1 ? "One judgment is" : `${unsent} judgments are`} kept in this browser and
          will be sent when you are back.
        </p>
      )}
    </EmptyState>
  );
}
