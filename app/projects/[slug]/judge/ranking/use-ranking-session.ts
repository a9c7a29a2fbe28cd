import { useEffect, useState, useSyncExternalStore } from "react";
import { inTime } from "#app/projects/[slug]/judge/in-time.ts";
import { api } from "#app/trpc/api.ts";
import {
  beginRanking,
  createRankingSession,
  emptyRankingState,
  type RankingSession,
  takeRankings,
} from "./ranking-session.ts";
import { createRankingStore } from "./ranking-store.ts";

type Owner = { readonly projectId: string; readonly viewerId: string };

const idleRetryMs = 20_000;

export function useRankingSession(owner: Owner & { readonly heartbeatSeconds: number }) {
  const { projectId, heartbeatSeconds } = owner;
  const [session] = useState(() =>
    createRankingSession({
      api: {
        take: () => inTime((limit) => api.rankings.take.mutate({ projectId }, limit)),
        record: (input) =>
          inTime((limit) => api.rankings.record.mutate({ projectId, ...input }, limit)),
        skip: (input) =>
          inTime((limit) => api.rankings.skip.mutate({ projectId, ...input }, limit)),
        undo: (input) =>
          inTime((limit) => api.rankings.undo.mutate({ projectId, ...input }, limit)),
      },
      store: createRankingStore(owner),
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    }),
  );
  const state = useSyncExternalStore(
    (listener) => subscribe(session, listener),
    () => session.state,
    () => emptyRankingState,
  );
  // The external systems are the server, the clock and the closing of the page.
  useEffect(() => {
    void beginRanking(session);
    const heart = setInterval(() => void takeRankings(session), heartbeatSeconds * 1000);
    const retry = setInterval(() => {
      if (session.state.phase === "idle") void takeRankings(session);
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
  return { session, state };
}

function subscribe(session: RankingSession, listener: () => void): () => void {
  session.listeners.add(listener);
  return () => session.listeners.delete(listener);
}
