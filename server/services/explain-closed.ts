/** Why a judgment can no longer be changed. */
export type Closed = "settled" | "ranked";

type Made = { readonly pairStatus: "open" | "settled" | "dead"; readonly ageSeconds: number };

/**
 * A judgment may be changed while its pair is open, and as long as it could be undone: where one
 * judgment settles a pair, a slip of the finger must not be final.
 */
export function isChangeable({ pairStatus, ageSeconds }: Made, undoSeconds: number): boolean {
  return pairStatus === "open" || ageSeconds < undoSeconds;
}

/** Null while it can be changed by itself; those of a ranking are taken back together. */
export function explainClosed(
  judgment: Made & { readonly isRanked: boolean },
  undoSeconds: number,
): Closed | null {
  if (judgment.isRanked) return "ranked";
  return isChangeable(judgment, undoSeconds) ? null : "settled";
}
