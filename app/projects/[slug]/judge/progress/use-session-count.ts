import { useState } from "react";
import type { JudgeState } from "#app/projects/[slug]/judge/judge-state.ts";

/** How many judgments this visit has added, and when it began. */
export function useSessionCount({ phase, judged }: JudgeState) {
  const [startedAt] = useState(() => Date.now());
  const [initial, setInitial] = useState<number | null>(null);
  // The first answer of the server says what there was before this visit.
  if (initial === null && phase !== "loading") setInitial(judged.total);
  return { startedAt, count: Math.max(0, judged.total - (initial ?? judged.total)) };
}
