import { createRandom } from "#server/core/numerics/random.ts";
import type { CompletionRewards } from "./predict-reward.ts";

/** Draws from a standard normal, one row per member, that sum to zero over the members. */
export type MemberDirections = {
  readonly members: number;
  readonly width: number;
  readonly values: Float64Array;
};

/**
 * Directions that turn a normal belief into an ensemble: member k believes the mean plus its
 * direction times the whitened coordinates of a completion. The rows are centred over the members
 * and stretched by √(K/(K−1)), so that the members' mean is the mean exactly, and the mean square of
 * their centred differences (over K) is unbiased for the variance of a margin, with a relative
 * standard error of √(2/(K−1)).
 *
 * @param seed an integer in 0…2³²−1; the same seed gives the same members
 * @throws RangeError with fewer than two members
 */
export function drawMemberDirections(params: {
  readonly members: number;
  readonly width: number;
  readonly seed: number;
}): MemberDirections {
  const { members, width, seed } = params;
  if (!(Number.isInteger(members) && members >= 2)) {
    throw new RangeError(`An ensemble needs at least two members, not ${members}.`);
  }
  const random = createRandom(seed);
  const values = Float64Array.from({ length: members * width }, () => random.normal());
  const stretch = Math.sqrt(members / (members - 1));
  for (let column = 0; column < width; column++) {
    let sum = 0;
    for (let at = column; at < values.length; at += width) sum += values[at];
    for (let at = column; at < values.length; at += width) {
      values[at] = stretch * (values[at] - sum / members);
    }
  }
  return { members, width, values };
}

/**
 * The reward of one completion by each member.
 *
 * @throws RangeError when the directions are not as wide as the coordinates
 */
export function readMembers(
  directions: MemberDirections,
  { means, coordinates, width }: CompletionRewards,
  row: number,
): Float64Array {
  if (directions.width !== width) {
    throw new RangeError(`The directions are ${directions.width} wide, the rewards ${width}.`);
  }
  const start = row * width;
  return Float64Array.from({ length: directions.members }, (_, member) => {
    let deviation = 0;
    for (let k = 0, at = member * width; k < width; k++) {
      deviation += directions.values[at + k] * coordinates[start + k];
    }
    return means[row] + deviation;
  });
}
