"use client";

import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { MissingPart } from "#server/contracts/answer-rules.ts";
import type { JudgmentForm } from "#server/contracts/project-settings.ts";
import { type Pressed, pressSubmit, pressVerdict, type Submission } from "./answer-flow.ts";
import { type Draft, type DraftAnswers, emptyDraft, isOffered, type Side } from "./draft.ts";
import type { SaidVerdict } from "./verdict-words.ts";

type AnswerFlowParams = {
  /** Names what is judged: what was tried for one pair says nothing about the next. */
  readonly subject: string | undefined;
  readonly form: JudgmentForm;
  readonly draft: Draft;
  readonly texts: Readonly<Record<Side, string>>;
  onDraft(draft: Draft): void;
  onSubmit(submission: Submission): void;
};

/**
 * Leads through a form: a verdict decides or moves the focus to what is asked next, and what is
 * missing is pointed out only once somebody has tried to submit. The draft belongs to the caller.
 */
export function useAnswerFlow({
  subject,
  form,
  draft,
  texts,
  onDraft,
  onSubmit,
}: AnswerFlowParams) {
  const panel = useRef<HTMLFormElement>(null);
  const [tried, setTried] = useState<{ readonly subject: string | undefined } | null>(null);
  const shown = { form, texts };
  const pressed = pressSubmit(draft, shown);
  const missing =
    tried !== null && tried.subject === subject && pressed.kind === "ask" ? pressed.missing : [];

  const submit = (submission: Submission) => {
    setTried(null);
    onSubmit(submission);
  };
  /** Drawn before the focus moves, because a verdict opens answers that were closed before it. */
  const draw = (next: Draft) => flushSync(() => onDraft(next));
  const follow = (next: Pressed) => {
    if (next.kind === "submit") return submit(next.submission);
    if (next.draft !== draft) draw(next.draft);
    focusPart(panel.current, next.missing.at(0));
  };
  return {
    panel,
    missing,
    /** The verdict that stands; a draft may hold one that the form no longer offers. */
    chosen: isOffered(draft, form) ? draft : emptyDraft,
    choose: (option: SaidVerdict) => follow(pressVerdict(draft, option, shown)),
    trySubmit: () => {
      if (pressed.kind === "ask") setTried({ subject });
      follow(pressed);
    },
    change: (part: Partial<DraftAnswers>) =>
      onDraft({ ...draft, answers: { ...draft.answers, ...part } }),
    finishStep: (part: Partial<DraftAnswers>) => {
      const next = { ...draft, answers: { ...draft.answers, ...part } };
      draw(next);
      const then = pressSubmit(next, shown);
      focusPart(panel.current, then.kind === "ask" ? then.missing.at(0) : undefined);
    },
  };
}

/** The first thing to answer in that part; without one, the panel, where Enter submits. */
function focusPart(panel: HTMLElement | null, part: MissingPart | undefined): void {
  const inside = `[data-part=${part}] :is(input:not(:disabled), textarea)`;
  const target = part === undefined ? null : panel?.querySelector<HTMLElement>(inside);
  const element = target ?? panel;
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: "nearest" });
}
