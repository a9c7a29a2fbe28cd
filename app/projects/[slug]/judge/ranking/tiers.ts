/** Places on the screen, from 0, best first; responses of one tier are alike. */
export type Tiers = readonly (readonly number[])[];

/** Puts a response behind those placed, or beside the last of them; one that is placed leaves. */
export function placeNext(tiers: Tiers, place: number, isAlike: boolean): Tiers {
  if (isPlaced(tiers, place)) return withoutPlace(tiers, place);
  const last = tiers.at(-1);
  if (!isAlike || last === undefined) return [...tiers, [place]];
  return [...tiers.slice(0, -1), [...last, place]];
}

/** Takes the response that was placed last out again. */
export function takeLastBack(tiers: Tiers): Tiers {
  const last = tiers.at(-1)?.at(-1);
  return last === undefined ? tiers : withoutPlace(tiers, last);
}

/** The whole order, where at most one response is left to stand last; null before that. */
export function finishTiers(tiers: Tiers, responses: number): Tiers | null {
  const left = Array.from({ length: responses }, (_, place) => place).filter(
    (place) => !isPlaced(tiers, place),
  );
  if (left.length > 1) return null;
  return left.length === 0 ? tiers : [...tiers, left];
}

/** 1 for the best; those of one tier share the best rank among them. Null while it is not placed. */
export function rankOf(tiers: Tiers, place: number): number | null {
  let before = 0;
  for (const tier of tiers) {
    if (tier.includes(place)) return before + 1;
    before += tier.length;
  }
  return null;
}

function isPlaced(tiers: Tiers, place: number): boolean {
  return tiers.some((tier) => tier.includes(place));
}

function withoutPlace(tiers: Tiers, place: number): Tiers {
  return tiers.map((tier) => tier.filter((one) => one !== place)).filter((tier) => tier.length > 0);
}
