import type { Verdict } from "#server/contracts/vocabulary.ts";

/** Managers see the stored order, so these speak of the first and the second response. */
export const verdictWords = {
  first: "First is better",
  second: "Second is better",
  tie: "Tie",
  both_bad: "Both bad",
} as const satisfies Record<Verdict, string>;
