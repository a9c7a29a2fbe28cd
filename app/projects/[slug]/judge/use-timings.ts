import { useEffect, useRef } from "react";
import type { JudgmentTimings } from "#server/contracts/judgment.ts";
import { noteVisibility, readStopwatch, startStopwatch } from "./stopwatch.ts";

/** Measures the pair on the screen from the moment it is there. */
export function useTimings(assignmentId: string | undefined): () => JudgmentTimings {
  const watch = useRef(startStopwatch(true, 0));
  useEffect(() => {
    if (assignmentId === undefined) return;
    watch.current = startStopwatch(!document.hidden);
    const note = () => {
      watch.current = noteVisibility(watch.current, !document.hidden);
    };
    document.addEventListener("visibilitychange", note);
    return () => document.removeEventListener("visibilitychange", note);
  }, [assignmentId]);
  return () => readStopwatch(watch.current);
}
