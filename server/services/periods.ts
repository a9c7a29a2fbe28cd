import type { leaderboardPeriods } from "#server/contracts/vocabulary.ts";

export type LeaderboardPeriod = (typeof leaderboardPeriods)[number];

/** Days begin at midnight UTC, so that everybody's board turns over at one moment. */
export function startOfPeriod(period: LeaderboardPeriod, now = new Date()): Date {
  if (period === "all") return new Date(0);
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  if (period === "today") return new Date(midnight);
  const daysSinceMonday = (now.getUTCDay() + 6) % 7;
  return new Date(midnight - daysSinceMonday * 86_400_000);
}
