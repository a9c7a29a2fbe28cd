"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { GuidelinesPanel } from "#app/projects/[slug]/judge/guidelines-panel.tsx";
import { HaltNotice } from "#app/projects/[slug]/judge/halt-notice.tsx";
import { IdleNotice } from "#app/projects/[slug]/judge/idle-notice.tsx";
import type { Opening } from "#app/projects/[slug]/judge/judge-api.ts";
import { emptyState } from "#app/projects/[slug]/judge/judge-state.ts";
import { KeysProvider } from "#app/projects/[slug]/judge/keys/keys-context.tsx";
import { useOwnKeys } from "#app/projects/[slug]/judge/keys/use-own-keys.ts";
import { PairSkeleton } from "#app/projects/[slug]/judge/pair-view.tsx";
import { JudgeProgress } from "#app/projects/[slug]/judge/progress/judge-progress.tsx";
import { useReadingView } from "#app/projects/[slug]/judge/reading-view.ts";
import { StatusLine } from "#app/projects/[slug]/judge/status-line.tsx";
import { useGuidelines } from "#app/projects/[slug]/judge/use-guidelines.ts";
import { useTimings } from "#app/projects/[slug]/judge/use-timings.ts";
import type { Preferences } from "#server/contracts/preferences.ts";
import { OrderBar } from "./order-bar.tsx";
import { RankingKeySheet } from "./ranking-key-sheet.tsx";
import {
  setTiers,
  skipRanking,
  submitRanking,
  takeRankings,
  undoRanking,
} from "./ranking-session.ts";
import { RankingView } from "./ranking-view.tsx";
import { finishTiers, placeNext, type Tiers, takeLastBack } from "./tiers.ts";
import { useRankingKeys } from "./use-ranking-keys.ts";
import { useRankingSession } from "./use-ranking-session.ts";

type RankingWorkspaceProps = {
  readonly slug: string;
  readonly projectId: string;
  readonly opening: Opening;
  readonly preferences: Preferences;
};

const nothing: Tiers = [];

/** Several responses at a time, put in order by pressing them from best to worst. */
export function RankingWorkspace(props: RankingWorkspaceProps) {
  const { slug, projectId, opening, preferences } = props;
  const { viewerId, heartbeatSeconds } = opening;
  const { session, state } = useRankingSession({ projectId, viewerId, heartbeatSeconds });
  const guidelines = useGuidelines(projectId, opening);
  const current = state.rankings.at(0);
  const reading = useReadingView({ assignmentId: current?.rankingId });
  const own = useOwnKeys(preferences.keys);
  const readTimings = useTimings(current?.rankingId);
  const [isAlike, setIsAlike] = useState(false);
  const [isSheetOpen, setIsSheetOpen] = useState(false);
  const translate = useTranslations("ranking");
  const tiers = state.tiers.get(current?.rankingId ?? "") ?? nothing;
  const responses = current?.responses.length ?? 0;
  const isEnabled = current !== undefined && state.phase === "judging" && !guidelines.mustRead;
  const place = (at: number) => {
    if (!isEnabled || at >= responses) return;
    setTiers(session, placeNext(tiers, at, isAlike));
    setIsAlike(false);
  };
  const submit = () => isEnabled && submitRanking(session, readTimings());
  const undo = () =>
    tiers.length > 0 ? setTiers(session, takeLastBack(tiers)) : void undoRanking(session);
  const keys = useRankingKeys(own, responses, {
    place,
    alike: () => setIsAlike((isNow) => !isNow && tiers.length > 0),
    submit,
    undo,
    skip: () => void skipRanking(session, null),
    guidelines: guidelines.toggle,
    expandPrompt: reading.togglePrompt,
    raw: reading.toggleRaw,
    keys: () => setIsSheetOpen(true),
  });
  const standing = { ...emptyState, ...state, queue: [], drafts: emptyState.drafts };
  return (
    <KeysProvider map={keys.map}>
      <div data-wide className="flex min-h-[calc(100dvh-9rem)] gap-6">
        <div className="flex min-w-0 grow flex-col gap-5">
          <StatusLine
            state={standing}
            onGuidelines={guidelines.toggle}
            onKeys={() => setIsSheetOpen(true)}
          >
            <JudgeProgress projectId={projectId} preferences={preferences} state={standing} />
          </StatusLine>
          <div className="grow">
            {state.phase === "loading" && <PairSkeleton />}
            {state.phase === "idle" && (
              <IdleNotice slug={slug} state={standing} onRetry={() => void takeRankings(session)} />
            )}
            {state.halt && <HaltNotice halt={state.halt} unsent={state.unsent} />}
            {current && state.phase === "judging" && (
              <RankingView
                key={current.rankingId}
                {...{ ranking: current, tiers, reading, isEnabled }}
                onPlace={place}
              />
            )}
          </div>
          {current && state.phase === "judging" && (
            <OrderBar
              {...{ tiers, isAlike, isEnabled }}
              isWhole={finishTiers(tiers, responses) !== null}
              onAlike={() => setIsAlike(!isAlike)}
              onSubmit={submit}
              onUndo={undo}
              onSkip={(reason) => void skipRanking(session, reason)}
            />
          )}
        </div>
        <GuidelinesPanel reading={guidelines} />
      </div>
      <p role="status" className="sr-only">
        {tiers.length > 0 && translate("placed", { count: tiers.flat().length, total: responses })}
      </p>
      {isSheetOpen && (
        <RankingKeySheet actions={keys.actions} own={own} onClose={() => setIsSheetOpen(false)} />
      )}
    </KeysProvider>
  );
}
