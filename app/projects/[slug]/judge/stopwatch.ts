import type { JudgmentTimings } from "#server/contracts/judgment.ts";

/** Measures how long a pair has been on the screen, in all and while the tab was visible. */
export function startStopwatch(isVisible: boolean, now = performance.now()): Stopwatch {
  return { startedAt: now, visibleSince: isVisible ? now : null, visibleMs: 0 };
}

export type Stopwatch = {
  readonly startedAt: number;
  readonly visibleSince: number | null;
  readonly visibleMs: number;
};

export function noteVisibility(
  watch: Stopwatch,
  isVisible: boolean,
  now = performance.now(),
): Stopwatch {
  const visibleMs = watch.visibleMs + (watch.visibleSince === null ? 0 : now - watch.visibleSince);
  return { ...watch, visibleMs, visibleSince: isVisible ? now : null };
}

export function readStopwatch(watch: Stopwatch, now = performance.now()): JudgmentTimings {
  const { visibleMs } = noteVisibility(watch, false, now);
  return { visibleMs: Math.round(visibleMs), elapsedMs: Math.round(now - watch.startedAt) };
}
