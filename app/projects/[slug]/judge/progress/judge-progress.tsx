"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { createLazyModule, useLazyModule } from "#app/components/lazy-module.ts";
import type { JudgeState } from "#app/projects/[slug]/judge/judge-state.ts";
import type { Preferences } from "#server/contracts/preferences.ts";
import { BreakNotice } from "./break-notice.tsx";
import { useBreakReminder } from "./use-break-reminder.ts";
import { useHabits } from "./use-habits.ts";
import { useSessionCount } from "./use-session-count.ts";

/** Opened now and then, so it is fetched when somebody is about to. */
const progressPanel = createLazyModule(() => import("./progress-panel.tsx"));

type JudgeProgressProps = {
  readonly projectId: string;
  readonly preferences: Preferences;
  readonly state: JudgeState;
};

/** How far one has come, in a line; more of it at a press, and a suggestion to rest in time. */
export function JudgeProgress({ projectId, preferences, state }: JudgeProgressProps) {
  const translate = useTranslations("progress");
  const [habits, setHabits] = useHabits(preferences);
  const [isOpen, setIsOpen] = useState(false);
  const panel = useLazyModule(progressPanel, isOpen);
  const session = useSessionCount(state);
  const { today, total } = state.judged;
  const reminder = useBreakReminder(habits.breakMinutes, total);
  return (
    <>
      <div className="flex items-center gap-3">
        <p className="tabular-nums">
          {habits.dailyGoal === null
            ? translate("summary", { today, total })
            : translate("goalText", { done: today, goal: habits.dailyGoal })}
        </p>
        <Button
          variant="quiet"
          size="small"
          onPointerEnter={progressPanel.ask}
          onFocus={progressPanel.ask}
          onClick={() => setIsOpen(true)}
        >
          {translate("open")}
        </Button>
      </div>
      {reminder.minutes !== null && (
        <div className="order-last basis-full">
          <BreakNotice
            minutes={reminder.minutes}
            onLater={reminder.dismiss}
            onTurnOff={() => void setHabits({ breakMinutes: null })}
          />
        </div>
      )}
      {isOpen && panel !== null && (
        <panel.ProgressPanel
          projectId={projectId}
          habits={habits}
          session={session}
          onHabits={setHabits}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}
