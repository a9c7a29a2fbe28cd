/** Current judgments of one pair, one an annotator. */
export type PairTally = {
  readonly first: number;
  readonly second: number;
  readonly tie: number;
  readonly bothBad: number;
};

export type PairDecision =
  | { readonly kind: "preferred"; readonly chosen: "first" | "second" }
  | { readonly kind: "tied" }
  | { readonly kind: "dropped"; readonly reason: "too_few" | "both_bad" };

/**
 * The majority of the decisive judgments; a tie counts half for each side. Where more than half of
 * the annotators found both bad, neither answer is one to learn from.
 */
export function decidePair(tally: PairTally, judgmentsMin: number): PairDecision {
  const all = tally.first + tally.second + tally.tie + tally.bothBad;
  if (all < judgmentsMin) return { kind: "dropped", reason: "too_few" };
  if (tally.bothBad * 2 > all) return { kind: "dropped", reason: "both_bad" };
  if (tally.first === tally.second) return { kind: "tied" };
  return { kind: "preferred", chosen: tally.first > tally.second ? "first" : "second" };
}

/** Share of the judgments that favour a side, ties counted half; null when none says anything. */
export function shareFor(side: "first" | "second", tally: PairTally): number | null {
  const counted = tally.first + tally.second + tally.tie;
  return counted === 0 ? null : (tally[side] + tally.tie / 2) / counted;
}
