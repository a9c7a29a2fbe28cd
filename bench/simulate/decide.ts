import type { SidedVerdict } from "#server/contracts/vocabulary.ts";
import type { Random } from "#server/core/numerics/random.ts";

/** Utilities closer than this look alike to an attentive reader. */
const tieWithin = 0.03;
/** Logits a unit of utility is worth: a difference of 0.1 is seen four times in five. */
const sharpness = 14;

/**
 * What a simulated annotator says. With probability `reliability` they read and follow the
 * utilities, by a Bradley–Terry coin; otherwise they press either side without reading.
 */
export function decideVerdict(
  utilities: { readonly left: number; readonly right: number },
  reliability: number,
  random: Random,
): SidedVerdict {
  if (random.uniform() >= reliability) return random.uniform() < 0.5 ? "left" : "right";
  const difference = utilities.left - utilities.right;
  if (Math.abs(difference) < tieWithin) return "tie";
  return random.uniform() < 1 / (1 + Math.exp(-sharpness * difference)) ? "left" : "right";
}
