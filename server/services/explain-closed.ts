/** Why a judgment can no longer be changed. */
export type Closed = "settled" | "ranked";

/**
 * A judgment may be changed while its pair is open, and as long as it could be undone: where one
 * judgment settles a pair, a slip of the finger must not be final.
 */
export function explainClosed(
  judgment: {
    readonly isRanked: boolean;
    readonly pairStatus: "open" | "settled" | "dead";
    readonly ageSeconds: number;
  },
  undoSeconds: number,
): Closed | null {
  if (judgment.isRanked) return "ranked";
  if (judgment.pairStatus === "open" || judgment.ageSeconds < undoSeconds) return null;
  return "settled";
}
