"use client";

import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from "react";
import { useTRPCClient } from "#app/trpc/client.tsx";
import type { Preferences } from "#server/contracts/preferences.ts";
import { GuidelinesPanel } from "./guidelines-panel.tsx";
import { HaltNotice } from "./halt-notice.tsx";
import { IdleNotice } from "./idle-notice.tsx";
import { createJudgeApi, type Opening } from "./judge-api.ts";
import {
  beat,
  beginSession,
  createJudgeSession,
  decide,
  emptyState,
  type JudgeSession,
  refillQueue,
  skip,
  undo,
} from "./judge-session.ts";
import { createOutboxStore } from "./outbox.ts";
import { PairSkeleton, PairView } from "./pair-view.tsx";
import { JudgeProgress } from "./progress/judge-progress.tsx";
import { StatusLine } from "./status-line.tsx";
import { noteVisibility, readStopwatch, startStopwatch } from "./stopwatch.ts";
import { useGuidelines } from "./use-guidelines.ts";
import { VerdictBar } from "./verdict-bar.tsx";
import {
  guidelinesKeys,
  isCommand,
  isKeyAmong,
  listVerdictOptions,
  skipKeys,
  undoKeys,
  type VerdictOption,
} from "./verdict-options.ts";

type WorkspaceProps = {
  readonly slug: string;
  readonly projectId: string;
  readonly opening: Opening;
  readonly preferences: Preferences;
};

/** A key held or bounced must not decide a pair that nobody has seen. */
const settleMs = 150;
const idleRetryMs = 20_000;

export function JudgeWorkspace({ slug, projectId, opening, preferences }: WorkspaceProps) {
  const session = useJudgeSession({ projectId, viewerId: opening.viewerId });
  const state = useSyncExternalStore(
    (listener) => subscribe(session, listener),
    () => session.state,
    () => emptyState,
  );
  const reading = useGuidelines(projectId, opening);
  const current = state.queue.at(0);
  const options = listVerdictOptions(opening.form);
  const readTimings = useTimings(current?.assignmentId);

  const choose = (option: VerdictOption) => {
    if (reading.mustRead) return;
    const timings = readTimings();
    if (timings.elapsedMs < settleMs) return;
    decide(session, { verdict: option.verdict, strength: option.strength, timings });
  };
  const pressKey = useEffectEvent((event: KeyboardEvent) => {
    if (!isCommand(event)) return;
    const chosen = options.find((option) => isKeyAmong(event, option.keys));
    if (chosen !== undefined) choose(chosen);
    else if (isKeyAmong(event, skipKeys)) void skip(session, null);
    else if (isKeyAmong(event, undoKeys)) void undo(session);
    else if (isKeyAmong(event, guidelinesKeys)) reading.toggle();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => pressKey(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
  useUpkeep(session, opening.heartbeatSeconds);

  return (
    <div data-wide className="flex min-h-[calc(100dvh-9rem)] gap-6">
      <div className="flex min-w-0 grow flex-col gap-5">
        <StatusLine state={state} onGuidelines={reading.toggle}>
          <JudgeProgress projectId={projectId} preferences={preferences} state={state} />
        </StatusLine>
        <div className="grow">
          {state.phase === "loading" && <PairSkeleton />}
          {state.phase === "idle" && (
            <IdleNotice slug={slug} state={state} onRetry={() => void refillQueue(session)} />
          )}
          {state.halt && <HaltNotice halt={state.halt} unsent={session.unsent.length} />}
          {state.phase !== "halted" &&
            state.queue
              .slice(0, 2)
              .map((lease, index) => (
                <PairView key={lease.assignmentId} lease={lease} isHidden={index > 0} />
              ))}
        </div>
        {state.phase !== "halted" && (
          <VerdictBar
            options={options}
            isEnabled={current !== undefined && !reading.mustRead}
            onChoose={choose}
            onSkip={(reason) => void skip(session, reason)}
            onUndo={() => void undo(session)}
          />
        )}
      </div>
      <GuidelinesPanel reading={reading} />
    </div>
  );
}

function subscribe(session: JudgeSession, listener: () => void): () => void {
  session.listeners.add(listener);
  return () => session.listeners.delete(listener);
}

function useJudgeSession(owner: { projectId: string; viewerId: string }): JudgeSession {
  const client = useTRPCClient();
  const [session] = useState(() =>
    createJudgeSession({
      ...owner,
      api: createJudgeApi(client),
      outbox: createOutboxStore(owner),
      wait: waitOrOnline,
    }),
  );
  const hasBegun = useRef(false);
  // The external system is the server: the first leases are asked for once.
  useEffect(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    void beginSession(session);
  }, [session]);
  return session;
}

/** Ends early when the browser comes back online. */
function waitOrOnline(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener("online", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    window.addEventListener("online", end);
  });
}

/** Keeps leases while a person reads, asks again while idle, and warns before unsent work is left. */
function useUpkeep(session: JudgeSession, heartbeatSeconds: number): void {
  useEffect(() => {
    const heart = setInterval(() => void beat(session), heartbeatSeconds * 1000);
    const retry = setInterval(() => {
      if (session.state.phase === "idle") void refillQueue(session);
    }, idleRetryMs);
    const warn = (event: BeforeUnloadEvent) => {
      if (session.unsent.length > 0) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => {
      clearInterval(heart);
      clearInterval(retry);
      window.removeEventListener("beforeunload", warn);
    };
  }, [session, heartbeatSeconds]);
}

function useTimings(assignmentId: string | undefined) {
  const watch = useRef(startStopwatch(true, 0));
  useEffect(() => {
    if (assignmentId === undefined) return;
    watch.current = startStopwatch(!document.hidden);
    const note = () => {
      watch.current = noteVisibility(watch.current, !document.hidden);
    };
    document.addEventListener("visibilitychange", note);
    return () => document.removeEventListener("visibilitychange", note);
  }, [assignmentId]);
  return () => readStopwatch(watch.current);
}
