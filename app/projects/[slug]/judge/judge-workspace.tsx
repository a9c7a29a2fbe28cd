"use client";

import { useState } from "react";
import { createLazyModule, useLazyModule } from "#app/components/lazy-module.ts";
import type { Preferences } from "#server/contracts/preferences.ts";
import { asksMore } from "./answers/draft.ts";
import { useAnswerPanel } from "./answers/use-answer-panel.ts";
import { useLiveForm } from "./answers/use-live-form.ts";
import { focusResponse } from "./focus-response.ts";
import { GuidelinesPanel } from "./guidelines-panel.tsx";
import type { Opening } from "./judge-api.ts";
import { JudgeStage } from "./judge-stage.tsx";
import { withoutPair } from "./judge-state.ts";
import { KeysProvider } from "./keys/keys-context.tsx";
import { useOwnKeys } from "./keys/use-own-keys.ts";
import { JudgeProgress } from "./progress/judge-progress.tsx";
import { useReadingView } from "./reading-view.ts";
import { SkipQuestion } from "./skip-menu.tsx";
import { StatusLine } from "./status-line.tsx";
import { useGuidelines } from "./use-guidelines.ts";
import { useJudgeKeys } from "./use-judge-keys.ts";
import { useJudging } from "./use-judging.ts";
import { useScrollPreference } from "./use-scroll-preference.ts";
import { VerdictBar } from "./verdict-bar.tsx";

/** Looked at now and then, so it is fetched when it is first asked for. */
const keySheet = createLazyModule(() => import("./keys/key-sheet.tsx"));

type WorkspaceProps = {
  readonly slug: string;
  readonly projectId: string;
  readonly opening: Opening;
  readonly preferences: Preferences;
};

export function JudgeWorkspace({ slug, projectId, opening, preferences }: WorkspaceProps) {
  const form = useLiveForm(projectId, opening);
  const guidelines = useGuidelines(projectId, opening);
  const { Panel, isMissing } = useAnswerPanel(form);
  const isWaiting = guidelines.mustRead || isMissing;
  const judging = useJudging({ projectId, opening, form, isWaiting });
  const { state, draft, texts, flow, isEnabled } = judging;
  const scrolling = useScrollPreference(preferences.scrollsTogether);
  const reading = useReadingView({ assignmentId: judging.assignmentId, ...scrolling });
  const own = useOwnKeys(preferences.keys);
  const [isSheetOpen, setIsSheetOpen] = useState(false);
  const sheet = useLazyModule(keySheet, isSheetOpen);
  const perform = {
    submit: judging.submit,
    skip: () => judging.skip(null),
    undo: judging.undo,
    guidelines: guidelines.toggle,
    focusA: () => focusResponse("A"),
    focusB: () => focusResponse("B"),
    expandPrompt: reading.togglePrompt,
    raw: reading.toggleRaw,
    difference: reading.toggleDifference,
    scrollTogether: reading.toggleScrollsTogether,
    keys: () => setIsSheetOpen(true),
  };
  const keys = useJudgeKeys({ form, own, choose: judging.choose, perform });
  const isOn = state.phase !== "halted" && state.phase !== "elsewhere";
  return (
    <KeysProvider map={keys.map}>
      <div data-wide className="flex min-h-[calc(100dvh-9rem)] gap-6">
        <div className="flex min-w-0 grow flex-col gap-5">
          <StatusLine state={state} onGuidelines={perform.guidelines} onKeys={perform.keys}>
            <JudgeProgress projectId={projectId} preferences={preferences} state={state} />
          </StatusLine>
          <JudgeStage
            {...{ slug, reading, keyLabels: keys.keyLabels }}
            state={isMissing ? withoutPair(state) : state}
            onRetry={judging.retry}
            onJudgeHere={judging.judgeHere}
          >
            {Panel && (
              <Panel
                key={judging.assignmentId}
                ref={flow.panel}
                {...{ form, draft, texts, missing: flow.missing }}
                onChange={flow.change}
                onStepDone={flow.finishStep}
                onSubmit={judging.submit}
              />
            )}
          </JudgeStage>
          {isOn && (
            <VerdictBar
              {...{ options: keys.options, strengthLevels: form.strengthLevels, isEnabled }}
              onChoose={judging.choose}
              onSkip={judging.skip}
              onUndo={judging.undo}
              {...(asksMore(form) && { chosen: flow.chosen, onSubmit: judging.submit })}
            />
          )}
        </div>
        <GuidelinesPanel reading={guidelines} />
      </div>
      <SkipQuestion {...judging.skipQuestion} />
      {isSheetOpen && sheet !== null && (
        <sheet.KeySheet
          {...{ actions: keys.actions, options: keys.options, own }}
          strengthLevels={form.strengthLevels}
          onClose={() => setIsSheetOpen(false)}
        />
      )}
    </KeysProvider>
  );
}
