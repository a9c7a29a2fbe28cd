const counts = new Intl.NumberFormat("en");
const days = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const moments = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
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

/** A moment as 21 Nov 2026, 04:12 UTC, so that server and browser write the same. */
export function formatMoment(moment: Date): string {
  return `${moments.format(moment)} UTC`;
}

/** A size as 3.9 MB, in decimal units as browsers and file managers show it. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ["kB", "MB", "GB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]}`;
}

/** “1 row” and “2 rows”. */
export function formatNumberOf(count: number, singular: string): string {
  return `${formatCount(count)} ${count === 1 ? singular : `${singular}s`}`;
}
