"use client";

import type { ReactNode } from "react";
import { ElsewhereNotice, HaltNotice } from "./halt-notice.tsx";
import { IdleNotice } from "./idle-notice.tsx";
import type { JudgeState } from "./judge-state.ts";
import { PairHeading } from "./pair-heading.tsx";
import { PairSkeleton, PairView } from "./pair-view.tsx";
import type { ReadingKeyLabels } from "./reading-toolbar.tsx";
import type { ReadingView } from "./reading-view.ts";

type JudgeStageProps = {
  readonly slug: string;
  readonly state: JudgeState;
  readonly reading: ReadingView;
  readonly keyLabels: ReadingKeyLabels;
  /** What the form asks of the pair on the screen. */
  readonly children: ReactNode;
  onRetry(): void;
  onJudgeHere(): void;
};

/** The pair to judge, or why there is none. */
export function JudgeStage(props: JudgeStageProps) {
  const { slug, state, reading, keyLabels, children, onRetry, onJudgeHere } = props;
  return (
    <div className="relative grow">
      {state.phase === "loading" && <PairSkeleton />}
      {state.phase === "idle" && <IdleNotice slug={slug} state={state} onRetry={onRetry} />}
      {state.phase === "elsewhere" && <ElsewhereNotice onJudgeHere={onJudgeHere} />}
      {state.halt && <HaltNotice halt={state.halt} unsent={state.unsent} />}
      {state.phase === "judging" && <PairHeading state={state} />}
      {state.phase !== "halted" &&
        state.queue
          .slice(0, 2)
          .map((lease, index) => (
            <PairView
              key={lease.assignmentId}
              lease={lease}
              isHidden={index > 0}
              reading={reading}
              keyLabels={keyLabels}
            />
          ))}
      {state.phase === "judging" && children}
    </div>
  );
}
