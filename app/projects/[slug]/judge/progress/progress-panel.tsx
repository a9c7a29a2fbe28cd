"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl/react";
import { Dialog } from "#app/components/dialog.tsx";
import { ProgressBar } from "#app/components/progress-bar.tsx";
import { QueryProvider, useTRPC } from "#app/trpc/client.tsx";
import type { Preferences } from "#server/contracts/preferences.ts";
import { HabitsForm } from "./habits-form.tsx";

type ProgressPanelProps = {
  readonly projectId: string;
  readonly habits: Preferences;
  readonly session: { readonly count: number; readonly startedAt: number };
  onHabits(change: Partial<Preferences>): Promise<void>;
  onClose(): void;
};

/** Today, streak, session and points, and the goal that one sets oneself. */
export function ProgressPanel(props: ProgressPanelProps) {
  return (
    <QueryProvider>
      <ProgressWindow {...props} />
    </QueryProvider>
  );
}

function ProgressWindow(props: ProgressPanelProps) {
  const { projectId, habits, session } = props;
  const translate = useTranslations("progress");
  const trpc = useTRPC();
  // Asked for again while it is open: other tabs and other people change it.
  const progress = useQuery(
    trpc.assignments.progress.queryOptions({ projectId }, { staleTime: 0, refetchInterval: 3_000 }),
  );
  const { today, streak, points } = progress.data ?? { today: 0, streak: 0, points: null };
  return (
    <Dialog title={translate("title")} isOpen onClose={props.onClose}>
      <dl className="flex flex-col gap-4 text-sm">
        <Row name={translate("today")}>
          {translate("todayCount", { count: today })}
          {habits.dailyGoal !== null && (
            <ProgressBar
              label={translate("goal")}
              value={Math.min(today, habits.dailyGoal)}
              max={habits.dailyGoal}
              text={translate("goalText", { done: today, goal: habits.dailyGoal })}
            />
          )}
        </Row>
        <Row name={translate("session")}>
          <SessionPace session={session} />
        </Row>
        <Row name={translate("streak")}>{translate("streakDays", { days: streak })}</Row>
        <Row name={translate("points")}>
          {points && (
            <span className="tabular-nums">
              {translate("settled", { points: points.settled })} ·{" "}
              {translate("pending", { points: points.pending })}
            </span>
          )}
          <p className="text-[0.8125rem] text-muted">{translate("pendingWhy")}</p>
        </Row>
      </dl>
      <p className="text-[0.8125rem] text-muted">{translate("days")}</p>
      <HabitsForm habits={habits} onSave={props.onHabits} />
    </Dialog>
  );
}

function SessionPace({ session }: { readonly session: ProgressPanelProps["session"] }) {
  const translate = useTranslations("progress");
  const elapsedMs = Math.max(0, Date.now() - session.startedAt);
  const minutes = Math.round(elapsedMs / 60_000);
  return (
    <span className="tabular-nums">
      {translate("sessionText", { count: session.count, minutes })}
      {session.count > 0 && (
        <>
          {" · "}
          {translate("pace", { seconds: Math.round(elapsedMs / 1000 / session.count) })}
        </>
      )}
    </span>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-4">
      <dt className="text-muted">{name}</dt>
      <dd className="flex flex-col gap-1.5">{children}</dd>
    </div>
  );
}
