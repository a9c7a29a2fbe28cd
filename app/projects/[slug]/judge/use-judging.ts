import { useState } from "react";
import type { JudgmentForm } from "#server/contracts/project-settings.ts";
import { hasTyped } from "./answers/draft.ts";
import { useAnswerFlow } from "./answers/use-answer-flow.ts";
import type { SaidVerdict } from "./answers/verdict-words.ts";
import type { Opening, SkipReason } from "./judge-api.ts";
import { decide, draftFor, refillQueue, saveDraft, skip, undo } from "./judge-session.ts";
import { useJudgeSession } from "./use-judge-session.ts";
import { useTimings } from "./use-timings.ts";

/** A key held or bounced must not decide a pair that nobody has seen. */
const settleMs = 150;

type JudgingParams = {
  readonly projectId: string;
  readonly opening: Opening;
  readonly form: JudgmentForm;
  /** Judging waits while something must be read first. */
  readonly isWaiting: boolean;
};

/** What a person can do with the pair on the screen, by key and by button alike. */
export function useJudging({ projectId, opening, form, isWaiting }: JudgingParams) {
  const { viewerId, heartbeatSeconds } = opening;
  const { session, state, judgeHere } = useJudgeSession({ projectId, viewerId, heartbeatSeconds });
  const current = state.phase === "judging" ? state.queue.at(0) : undefined;
  const assignmentId = current?.assignmentId;
  const readTimings = useTimings(assignmentId);
  const draft = draftFor(state, assignmentId);
  const texts = { left: current?.left ?? "", right: current?.right ?? "" };
  const flow = useAnswerFlow({
    subject: assignmentId,
    form,
    draft,
    texts,
    onDraft: (next) => assignmentId !== undefined && saveDraft(session, assignmentId, next),
    onSubmit: (submission) => decide(session, { ...submission, timings: readTimings() }),
  });
  const isEnabled = current !== undefined && !isWaiting;
  const isReady = () => isEnabled && readTimings().elapsedMs >= settleMs;
  const [question, setQuestion] = useState<{ readonly reason: SkipReason } | null>(null);
  return {
    state,
    draft,
    texts,
    flow,
    assignmentId,
    isEnabled,
    judgeHere,
    retry: () => void refillQueue(session),
    undo: () => void undo(session),
    choose: (said: SaidVerdict) => {
      if (isReady()) flow.choose(said);
    },
    submit: () => {
      if (isReady()) flow.trySubmit();
    },
    skip: (reason: SkipReason) => {
      if (!isReady()) return;
      if (hasTyped(draft)) setQuestion({ reason });
      else void skip(session, reason);
    },
    skipQuestion: {
      isOpen: question !== null,
      isExpected: hasTyped(draft),
      onClose: () => setQuestion(null),
      onSkip: () => {
        setQuestion(null);
        void skip(session, question?.reason ?? null);
      },
    },
  };
}
