"use client";

import type { ReactNode } from "react";
import { Button } from "#app/components/button.tsx";
import type { JudgeState } from "./judge-session.ts";
import { Key } from "./key.tsx";

const syncWords = {
  saved: "Saved",
  saving: "Saving…",
  offline: "Will be sent when you are back online",
} as const satisfies Record<JudgeState["sync"], string>;

/** Where one stands: how many today, and whether the last judgment has reached the server. */
export function StatusLine({
  state,
  onGuidelines,
  children,
}: {
  readonly state: JudgeState;
  onGuidelines(): void;
  /** How far one has come. */
  readonly children: ReactNode;
}) {
  const { total } = state.judged;
  return (
    <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-6 gap-y-1 border-b border-line pb-3 text-sm text-muted">
      <h1 className="sr-only">Judge pairs</h1>
      {children}
      <div className="flex items-center gap-3">
        <p aria-live="polite" className={state.sync === "offline" ? "text-warning" : undefined}>
          {state.notice || (total > 0 || state.sync !== "saved" ? syncWords[state.sync] : "")}
        </p>
        <Button variant="quiet" size="small" onClick={onGuidelines}>
          Guidelines <Key label="G" />
        </Button>
      </div>
    </div>
  );
}
