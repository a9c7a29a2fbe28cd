/** Elo points per nat of strength: 400 points are a factor of ten in odds. */
export const ELO_PER_NAT = 400 / Math.LN10;

/** The rating shown for a strength of zero. */
export const ELO_CENTRE = 1000;

/**
 * A strength on the Elo scale: centre + θ·400/ln 10.
 *
 * @param strength θ in nats.
 * @param centre the rating of strength zero.
 * Source: Elo 1978; https://en.wikipedia.org/wiki/Elo_rating_system#Mathematical_details
 */
export function toElo(strength: number, centre: number = ELO_CENTRE): number {
  return centre + strength * ELO_PER_NAT;
}

/**
 * The strength in nats that an Elo rating stands for.
 *
 * @param rating on the Elo scale.
 * @param centre the rating of strength zero.
 * Source: https://en.wikipedia.org/wiki/Elo_rating_system#Mathematical_details
 */
export function fromElo(rating: number, centre: number = ELO_CENTRE): number {
  return (rating - centre) / ELO_PER_NAT;
}
