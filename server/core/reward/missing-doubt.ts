import type { CompletionRewards } from "./predict-reward.ts";

/** Directions in which completions of one prompt that lack outside columns are moved apart. */
const directions = 8;

/**
 * Adds the doubt about completions whose outside columns are missing to every pair they are in.
 * Each gets a coordinate of its own among the missing ones of its prompt, so that the variance of a
 * margin grows once for either side that is missing. Only every eighth missing completion of one
 * prompt shares a coordinate with another, and a pair of those two then looks surer than it is.
 *
 * @param doubt `prompts` tells which completions belong together; `variance` is what one adds
 * @throws RangeError when lengths disagree or the variance is negative
 */
export function addMissingDoubt(
  rewards: CompletionRewards,
  doubt: {
    readonly isMissing: Uint8Array;
    readonly prompts: ArrayLike<number>;
    readonly variance: number;
  },
): CompletionRewards {
  const { isMissing, prompts, variance } = doubt;
  const rows = rewards.means.length;
  if (isMissing.length !== rows || prompts.length !== rows) {
    throw new RangeError("Each completion needs a prompt and whether it is missing.");
  }
  if (!(variance >= 0)) throw new RangeError(`The variance is ${variance}.`);
  if (!isMissing.includes(1)) return rewards;
  const width = rewards.width + directions;
  const coordinates = new Float64Array(rows * width);
  const turns = new Map<number, number>();
  for (let row = 0; row < rows; row++) {
    const from = rewards.coordinates.subarray(row * rewards.width, (row + 1) * rewards.width);
    coordinates.set(from, row * width);
    if (isMissing[row] === 0) continue;
    const turn = turns.get(prompts[row]) ?? 0;
    turns.set(prompts[row], turn + 1);
    coordinates[row * width + rewards.width + (turn % directions)] = Math.sqrt(variance);
  }
  return { means: rewards.means, coordinates, width };
}
