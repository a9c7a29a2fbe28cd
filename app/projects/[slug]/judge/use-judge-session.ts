import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { api } from "#app/trpc/api.ts";
import { createDraftStore } from "./draft-store.ts";
import { createJudgeApi } from "./judge-api.ts";
import { adoptDrafts, beat, beginSession, giveWay, leave, refillQueue } from "./judge-session.ts";
import {
  createJudgeSession,
  emptyState,
  type JudgeSession,
  type JudgeState,
} from "./judge-state.ts";
import { createOutboxStore } from "./outbox.ts";
import { createTurn, type Turn } from "./turn.ts";

type Owner = { readonly projectId: string; readonly viewerId: string };

const idleRetryMs = 20_000;

/** The session of this tab, its state, and how to bring the judging here from another tab. */
export function useJudgeSession(owner: Owner & { readonly heartbeatSeconds: number }): {
  session: JudgeSession;
  state: JudgeState;
  judgeHere(): void;
} {
  const [session] = useState(() =>
    createJudgeSession({
      projectId: owner.projectId,
      viewerId: owner.viewerId,
      api: createJudgeApi(api),
      outbox: createOutboxStore(owner),
      draftStore: createDraftStore(owner),
      wait: waitOrOnline,
    }),
  );
  const state = useSyncExternalStore(
    (listener) => subscribe(session, listener),
    () => session.state,
    () => emptyState,
  );
  const presence = useRef<Presence>(null);
  // The external systems are the browser's other tabs and the life of this page.
  useEffect(() => {
    presence.current = bePresent(session);
    return presence.current.end;
  }, [session]);
  useUpkeep(session, owner.heartbeatSeconds);
  return { session, state, judgeHere: () => presence.current?.claim() };
}

function subscribe(session: JudgeSession, listener: () => void): () => void {
  session.listeners.add(listener);
  return () => session.listeners.delete(listener);
}

type Presence = { claim(): void; end(): void };

/** Takes the turn of this browser and gives it up as the page is left. */
function bePresent(session: JudgeSession): Presence {
  let turn: Turn | null = null;
  const claim = () => {
    turn ??= openTurn(session, claim);
    turn.claim();
    void beginSession(session);
  };
  const hide = () => {
    leave(session);
    turn?.release();
    turn?.end();
    turn = null;
  };
  const forget = watchPage(session, { hide, show: claim });
  claim();
  return {
    claim,
    end: () => {
      forget();
      hide();
    },
  };
}

function openTurn(session: JudgeSession, claim: () => void): Turn {
  const { viewerId, projectId } = session;
  const turn = createTurn(new BroadcastChannel(`tiebreak.judge:${viewerId}:${projectId}`), {
    onLost: () => void giveWay(session).then(turn.announceDrafts),
    onDrafts: () => void adoptDrafts(session),
    onFree: () => {
      if (!document.hidden && session.state.phase === "elsewhere") claim();
    },
  });
  return turn;
}

/** A page that the browser brings back from its cache begins again: who goes back to it means to judge here. */
function watchPage(session: JudgeSession, on: { hide(): void; show(): void }): () => void {
  const show = (event: PageTransitionEvent) => {
    if (event.persisted) on.show();
  };
  const look = () => {
    if (document.hidden) void session.draftStore.flush();
    else void beat(session);
  };
  const warn = (event: BeforeUnloadEvent) => {
    if (session.unsent.length > 0) event.preventDefault();
  };
  window.addEventListener("pagehide", on.hide);
  window.addEventListener("pageshow", show);
  window.addEventListener("beforeunload", warn);
  document.addEventListener("visibilitychange", look);
  return () => {
    window.removeEventListener("pagehide", on.hide);
    window.removeEventListener("pageshow", show);
    window.removeEventListener("beforeunload", warn);
    document.removeEventListener("visibilitychange", look);
  };
}

/** Keeps leases while a person reads, and asks again while there is nothing to judge. */
function useUpkeep(session: JudgeSession, heartbeatSeconds: number): void {
  useEffect(() => {
    const heart = setInterval(() => void beat(session), heartbeatSeconds * 1000);
    const retry = setInterval(() => {
      if (session.state.phase === "idle") void refillQueue(session);
    }, idleRetryMs);
    return () => {
      clearInterval(heart);
      clearInterval(retry);
    };
  }, [session, heartbeatSeconds]);
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
