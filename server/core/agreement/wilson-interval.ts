import { normalQuantile } from "#server/core/numerics/normal.ts";

export type WilsonInterval =
  | {
      readonly kind: "interval";
      readonly estimate: number;
      readonly lower: number;
      readonly upper: number;
    }
  | { readonly kind: "undefined"; readonly reason: "no-trials" };

/**
 * Wilson's score interval for a proportion. It stays inside [0, 1], does not collapse at 0 or 1, and
 * covers well from a handful of trials on. Wilson 1927,
 * https://doi.org/10.1080/01621459.1927.10502953; without continuity correction.
 *
 * For a fixed number of trials: an interval looked at after every trial covers less often.
 *
 * @param successes number of successes, between 0 and trials
 * @param trials number of independent trials
 * @param confidence two-sided, in (0, 1)
 * @throws RangeError when successes exceed trials, either is negative or not finite, or the
 *   confidence is out of range
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  confidence = 0.95,
): WilsonInterval {
  if (!(successes >= 0 && successes <= trials && trials < Infinity)) {
    throw new RangeError(`There cannot be ${successes} successes in ${trials} trials.`);
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`The confidence must lie in 0…1, not ${confidence}.`);
  }
  if (trials === 0) return { kind: "undefined", reason: "no-trials" };
  const z = normalQuantile((1 + confidence) / 2);
  const estimate = successes / trials;
  const shrinkage = 1 + (z * z) / trials;
  const centre = (estimate + (z * z) / (2 * trials)) / shrinkage;
  const variance = (estimate * (1 - estimate) + (z * z) / (4 * trials)) / trials;
  const halfWidth = (z * Math.sqrt(variance)) / shrinkage;
  return {
    kind: "interval",
    estimate,
    lower: successes === 0 ? 0 : Math.max(0, centre - halfWidth),
    upper: successes === trials ? 1 : Math.min(1, centre + halfWidth),
  };
}
