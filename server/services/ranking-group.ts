import type { PairEnds } from "#db/queries/rankings.ts";

export type RankingGroup = {
  /** In random order, which is the order of the screen. */
  readonly completionIds: readonly number[];
  /** Every pair of them, with its probability of being in the group given the lead. */
  readonly pairs: readonly (PairEnds & { readonly probability: number })[];
};

/**
 * Grows a lead pair to a group of up to `size` responses such that each of its pairs can be served.
 * Companions are drawn uniformly from those that can stand beside both of the lead.
 *
 * Given the lead, and where all pairs of m companions can be served, a pair of the lead with a
 * companion is in the group with probability e/m and a pair of two companions with
 * e(e − 1)/(m(m − 1)), with e = size − 2. Where some cannot, these are what the draw aimed at.
 * @param uniform numbers in [0, 1)
 */
export function growGroup(
  lead: PairEnds,
  open: readonly PairEnds[],
  { size, uniform }: { readonly size: number; uniform(): number },
): RankingGroup {
  const pairOf = new Map(open.map((pair) => [keyOf(pair.firstId, pair.secondId), pair]));
  const fits = (id: number, chosen: readonly number[]) =>
    chosen.every((other) => pairOf.has(keyOf(id, other)));
  const ends = [lead.firstId, lead.secondId];
  const everyone = new Set(open.flatMap((pair) => [pair.firstId, pair.secondId]));
  const companions = shuffle(
    [...everyone].filter((id) => !ends.includes(id) && fits(id, ends)),
    uniform,
  );
  const chosen = [...ends];
  for (const id of companions) {
    if (chosen.length < size && fits(id, chosen)) chosen.push(id);
  }
  const beside = Math.min(1, (size - 2) / Math.max(1, companions.length));
  const between = beside * Math.min(1, (size - 3) / Math.max(1, companions.length - 1));
  const probabilityOf = (pair: PairEnds) => {
    const shared = [pair.firstId, pair.secondId].filter((id) => ends.includes(id)).length;
    return [between, beside, 1][shared];
  };
  const pairs = open
    .filter((pair) => chosen.includes(pair.firstId) && chosen.includes(pair.secondId))
    .map((pair) => ({ ...pair, probability: probabilityOf(pair) }));
  return { completionIds: shuffle(chosen, uniform), pairs };
}

function keyOf(one: number, other: number): string {
  return one < other ? `${one}-${other}` : `${other}-${one}`;
}

/** Fisher–Yates. */
function shuffle(ids: readonly number[], uniform: () => number): number[] {
  const shuffled = [...ids];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const at = Math.floor(uniform() * (last + 1));
    [shuffled[last], shuffled[at]] = [shuffled[at], shuffled[last]];
  }
  return shuffled;
}
