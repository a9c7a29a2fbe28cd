import type { Database } from "#db/client.ts";
import { listJudgedDays, sumOwnPoints } from "#db/queries/progress.ts";
import { countStreak } from "./count-streak.ts";
import { startOfPeriod } from "./periods.ts";
import type { Annotator } from "./serve-pairs.ts";

/** Longer streaks than this are shown as this. */
const streakMax = 400;

/** Where an annotator stands: today, the streak, and points settled and still pending. */
export async function findProgress(db: Database, annotator: Annotator, now = new Date()) {
  const days = await listJudgedDays(db, { ...annotator, limit: streakMax });
  const today = startOfPeriod("today", now).toISOString().slice(0, 10);
  return {
    today: days.find(({ day }) => day === today)?.judgments ?? 0,
    streak: countStreak(
      days.map(({ day }) => day),
      now,
    ),
    points: await sumOwnPoints(db, annotator),
  };
}
