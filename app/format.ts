const counts = new Intl.NumberFormat("en");
const days = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** 1204 as 1,204. */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** A day as 21 Nov 2026, in UTC, so that server and browser write the same. */
export function formatDay(moment: Date): string {
  return days.format(moment);
}
