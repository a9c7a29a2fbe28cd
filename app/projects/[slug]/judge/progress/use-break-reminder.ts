import { useEffect, useRef, useState } from "react";
import { minutesJudged, noteJudgment, startBreakClock } from "./break-clock.ts";

const lookEveryMs = 15_000;

/**
 * Minutes judged without a pause once they reach `breakMinutes`, else null.
 * @param judged a count that changes with every judgment
 */
export function useBreakReminder(breakMinutes: number | null, judged: number) {
  const clock = useRef(startBreakClock(0));
  const [minutes, setMinutes] = useState<number | null>(null);
  useEffect(() => {
    clock.current =
      judged === 0 || clock.current.last === 0
        ? startBreakClock(Date.now())
        : noteJudgment(clock.current, Date.now());
  }, [judged]);
  // The external system is the wall clock.
  useEffect(() => {
    if (breakMinutes === null) return;
    const look = setInterval(() => {
      const judgedFor = minutesJudged(clock.current, Date.now());
      setMinutes(judgedFor >= breakMinutes ? judgedFor : null);
    }, lookEveryMs);
    return () => clearInterval(look);
  }, [breakMinutes]);
  const dismiss = () => {
    clock.current = startBreakClock(Date.now());
    setMinutes(null);
  };
  return { minutes: breakMinutes === null ? null : minutes, dismiss };
}
