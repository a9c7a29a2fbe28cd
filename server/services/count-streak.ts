const dayMs = 86_400_000;

/**
 * Days in a row on which somebody judged, up to today. A day that is not over yet does not break
 * the streak.
 * @param days `YYYY-MM-DD` in UTC, newest first, each once
 */
export function countStreak(days: readonly string[], now: Date): number {
  const today = Math.floor(now.getTime() / dayMs);
  const numbers = days.map((day) => Math.floor(Date.parse(`${day}T00:00:00Z`) / dayMs));
  const newest = numbers.at(0);
  if (newest === undefined || newest < today - 1) return 0;
  const gap = numbers.findIndex((day, index) => day !== newest - index);
  return gap < 0 ? numbers.length : gap;
}
