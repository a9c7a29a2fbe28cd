"use client";

import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { classNames } from "#app/components/class-names.ts";
import { useServerSentence } from "#app/use-server-sentence.ts";
import type { JudgeNotice, JudgeState } from "./judge-state.ts";
import { ActionKey } from "./key.tsx";

type StatusLineProps = {
  readonly state: JudgeState;
  onGuidelines(): void;
  onKeys(): void;
  /** How far one has come. */
  readonly children: ReactNode;
};

/** Where one stands, and whether the last judgment has reached the server. */
export function StatusLine({ state, onGuidelines, onKeys, children }: StatusLineProps) {
  const translate = useTranslations("judge");
  const hasSent = state.judged.total > 0 || state.sync !== "saved";
  const isOffline = state.sync === "offline";
  return (
    <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-6 gap-y-1 border-b border-line pb-3 text-sm text-muted">
      <h1 className="sr-only">{translate("heading")}</h1>
      {children}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p role="status" className="empty:hidden">
          <NoticeWords notice={state.notice} />
        </p>
        {/* As wide for “Saving” as for “Saved”, so that nothing beside it moves. */}
        <p className={classNames("sm:min-w-20 sm:text-end", isOffline && "text-warning")}>
          {hasSent ? translate(`sync.${state.sync}`) : ""}
        </p>
        <Button variant="quiet" size="small" onClick={onKeys}>
          {translate("action.keys")} <ActionKey action="keys" />
        </Button>
        <Button variant="quiet" size="small" onClick={onGuidelines}>
          {translate("action.guidelines")} <ActionKey action="guidelines" />
        </Button>
      </div>
      <SyncAnnouncement sync={state.sync} />
    </div>
  );
}

function NoticeWords({ notice }: { readonly notice: JudgeNotice | null }) {
  const translate = useTranslations("judge.notice");
  const say = useServerSentence();
  if (notice === null) return null;
  return notice.kind === "refused" ? say(notice.sentence) : translate(notice.kind);
}

/** Heard when the connection goes and when it is back, not on every judgment. */
function SyncAnnouncement({ sync }: { readonly sync: JudgeState["sync"] }) {
  const translate = useTranslations("judge");
  const [wasOffline, setWasOffline] = useState(false);
  if (sync === "offline" && !wasOffline) setWasOffline(true);
  return (
    <p role="status" className="sr-only">
      {sync === "offline" && translate("notice.gone")}
      {sync === "saved" && wasOffline && translate("notice.back")}
    </p>
  );
}
