import { logBeta } from "#server/core/numerics/beta.ts";

/** What the judgments of one pair say so far about which of the two is better. */
export type SequentialDecision = {
  /** "undecided" as long as the evidence has not reached 1/alpha. */
  readonly kind: "first" | "second" | "undecided";
  /** Natural logarithm of the evidence against an even chance; 0 before the first judgment. */
  readonly logEvidence: number;
};

/**
 * Tests whether one side of a pair is preferred, at any time and as often as one likes: whatever the
 * rule for stopping, a pair of equals is decided with probability at most alpha.
 *
 * The evidence is the Beta(a, a) mixture of likelihood ratios against p = ½,
 * E = B(a + wins, a + losses)/B(a, a)·2ⁿ, a non-negative martingale under p = ½; Ville's inequality
 * bounds the chance that it ever reaches 1/alpha. Robbins 1970,
 * https://doi.org/10.1214/aoms/1177696786; Ramdas et al. 2023, https://doi.org/10.1214/23-STS894.
 *
 * Judgments are taken as independent; ties carry no evidence about the side and are left out.
 *
 * @param wins judgments for the first
 * @param losses judgments for the second
 * @param options alpha in (0, 1), by default 0.05; concentration a > 0, by default 30, which is
 *   quickest for pairs that are neither equal nor obvious
 * @throws RangeError when a count is negative or not finite, or an option is out of range
 */
export function testPreference(
  wins: number,
  losses: number,
  options: { readonly alpha?: number; readonly concentration?: number } = {},
): SequentialDecision {
  const { alpha = 0.05, concentration = 30 } = options;
  if (!(concentration > 0 && concentration < Infinity)) {
    throw new RangeError(`The concentration must be positive, not ${concentration}.`);
  }
  assertCounts(wins, losses, alpha);
  const logEvidence =
    logBeta(concentration + wins, concentration + losses) -
    logBeta(concentration, concentration) +
    (wins + losses) * Math.LN2;
  return decide(wins - losses, logEvidence, alpha);
}

/**
 * The same decision by a normal mixture: |wins − n/2| beyond √((v + ρ)·ln((v + ρ)/(ρ·alpha²))) with
 * v = n/4. Valid because a centred coin flip is sub-Gaussian with variance ¼. Slightly quicker near
 * p = ½, slower for obvious pairs. Howard et al. 2021, https://doi.org/10.1214/20-AOS1991.
 *
 * @param options alpha in (0, 1), by default 0.05; rho > 0, by default 25: with these the bound is
 *   tightest around 820 judgments, in general around a fixed multiple of rho
 * @throws RangeError when a count is negative or not finite, or an option is out of range
 */
export function testPreferenceByNormalMixture(
  wins: number,
  losses: number,
  options: { readonly alpha?: number; readonly rho?: number } = {},
): SequentialDecision {
  const { alpha = 0.05, rho = 25 } = options;
  if (!(rho > 0 && rho < Infinity)) throw new RangeError(`Rho must be positive, not ${rho}.`);
  assertCounts(wins, losses, alpha);
  const variance = (wins + losses) / 4;
  const excess = (wins - losses) / 2;
  const logEvidence =
    (excess * excess) / (2 * (variance + rho)) - Math.log((variance + rho) / rho) / 2;
  return decide(excess, logEvidence, alpha);
}

/**
 * Which of many hypotheses to reject when e-values are given for each, so that the expected share of
 * false rejections stays at alpha under any dependence: the k largest with E_(k) ≥ m/(k·alpha) for
 * the largest such k. Wang and Ramdas 2022, https://doi.org/10.1111/rssb.12489.
 *
 * @param logEvidence natural logarithms of m e-values
 * @param alpha in (0, 1)
 * @returns 1 where rejected, 0 elsewhere
 * @throws RangeError when alpha is out of range or an entry is not a number
 */
export function rejectByEvidence(logEvidence: ArrayLike<number>, alpha: number): Uint8Array {
  assertAlpha(alpha);
  const sorted = Float64Array.from(logEvidence).sort().reverse();
  if (sorted.some(Number.isNaN)) throw new RangeError("An e-value is not a number.");
  let threshold: number | null = null;
  for (let k = 1; k <= sorted.length; k++) {
    if (sorted[k - 1] >= Math.log(sorted.length / (k * alpha))) threshold = sorted[k - 1];
  }
  if (threshold === null) return new Uint8Array(sorted.length);
  const cut = threshold;
  return Uint8Array.from(logEvidence, (value) => (value >= cut ? 1 : 0));
}

function decide(excess: number, logEvidence: number, alpha: number): SequentialDecision {
  if (logEvidence < -Math.log(alpha)) return { kind: "undecided", logEvidence };
  return { kind: excess > 0 ? "first" : "second", logEvidence };
}

function assertCounts(wins: number, losses: number, alpha: number): void {
  assertAlpha(alpha);
  if (!(wins >= 0 && losses >= 0 && wins + losses < Infinity)) {
    throw new RangeError(`There cannot be ${wins} wins and ${losses} losses.`);
  }
}

function assertAlpha(alpha: number): void {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`Alpha must lie in 0…1, not ${alpha}.`);
}
