/** When the present stretch of judging began and when something was last judged, in milliseconds. */
export type BreakClock = { readonly since: number; readonly last: number };

/** A pause of this length is a break already. */
const pauseMs = 5 * 60_000;

export function startBreakClock(now: number): BreakClock {
  return { since: now, last: now };
}

/** Notes a judgment; after a pause a new stretch begins. */
export function noteJudgment(clock: BreakClock, now: number): BreakClock {
  return { since: now - clock.last >= pauseMs ? now : clock.since, last: now };
}

/** Minutes judged without a pause; 0 while one is being taken. */
export function minutesJudged(clock: BreakClock, now: number): number {
  return now - clock.last >= pauseMs ? 0 : Math.floor((now - clock.since) / 60_000);
}
