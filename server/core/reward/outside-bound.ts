/**
 * The largest magnitude that a number of an outside score service may have: a reward, a standard
 * deviation, a member's reward or an entry of an embedding. Real ones stay below a hundred or so.
 * Within it squares, sums over a prompt and single precision are all far from overflowing, so that
 * one absurd number can neither stop a fit nor a ranking.
 */
export const outsideMagnitudeMax = 1e6;

/** False for everything that is not a number, too. */
export function isWithinBound(value: number): boolean {
  return Math.abs(value) <= outsideMagnitudeMax;
}
