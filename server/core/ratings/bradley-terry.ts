import type { CholeskyFactor } from "#server/core/numerics/cholesky.ts";
import { type Evaluation, maximiseConcave } from "#server/core/numerics/maximise-concave.ts";
import { findStrongComponents, preferenceArcs } from "./components.ts";
import { consolidatePairs, type PairTable } from "./pair-table.ts";

export type BradleyTerryOptions = {
  /**
   * Judgments added to every pair that was compared, half a win each way per judgment. Zero gives
   * the maximum-likelihood fit. Pairs that were never compared get nothing, so that the amount of
   * shrinkage does not depend on how many models exist.
   */
  readonly pseudoJudgments?: number;
};

export type BradleyTerryFit = {
  readonly kind: "fitted";
  /** θ in nats (natural-logarithm odds), summing to zero. */
  readonly strengths: Float64Array;
  /** Factor of the information about θ plus a constant on every entry that pins the sum. */
  readonly factor: CholeskyFactor;
  /** The penalised log-likelihood in nats; a tie counts as half a win each way. */
  readonly logLikelihood: number;
  readonly pseudoJudgments: number;
  readonly iterations: number;
};

export type BradleyTerryResult =
  | BradleyTerryFit
  /** Some models only ever win against, or never meet, the others: no finite fit exists. */
  | { readonly kind: "disconnected"; readonly components: readonly (readonly number[])[] }
  | { readonly kind: "no-judgments" }
  /** Counts so far apart in size that the fit cannot be told from an infinite one in doubles. */
  | { readonly kind: "ill-conditioned" };

/**
 * Bradley–Terry strengths by Newton's method on the aggregated pair table: P(a beats b) =
 * σ(θₐ − θ_b), with a tie counted as half a win each way.
 *
 * Half-win ties keep the order of models and agree with the public arenas, but compress the scale;
 * use Davidson's model when probabilities are wanted. Cost is O(E + K³/6) per iteration for E pairs
 * and K models, and four to six iterations are usual.
 *
 * @param table judgments per pair; rows may repeat a pair and stand in any order.
 * @param options the amount of regularisation.
 * @throws RangeError when the table is not valid or `pseudoJudgments` is negative or not finite.
 * Source: Bradley and Terry 1952, https://doi.org/10.2307/2334029; Hunter 2004, https://doi.org/10.1214/aos/1079120141
 */
export function fitBradleyTerry(
  table: PairTable,
  { pseudoJudgments = 0 }: BradleyTerryOptions = {},
): BradleyTerryResult {
  if (!(pseudoJudgments >= 0 && pseudoJudgments < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`pseudoJudgments must be finite and not negative, got ${pseudoJudgments}`);
  }
  const pairs = addPseudoJudgments(consolidatePairs(table), pseudoJudgments);
  if (pairs.first.length === 0) return { kind: "no-judgments" };
  const components = findStrongComponents(preferenceArcs(pairs));
  if (components.length > 1) return { kind: "disconnected", components };
  const maximum = maximiseConcave({
    start: new Float64Array(pairs.modelCount),
    evaluate: (strengths) => evaluateBradleyTerry(pairs, strengths),
  });
  if (maximum.kind === "no-maximum") return { kind: "ill-conditioned" };
  return {
    kind: "fitted",
    strengths: centre(maximum.parameters),
    factor: maximum.factor,
    logLikelihood: maximum.value,
    pseudoJudgments,
    iterations: maximum.iterations,
  };
}

/**
 * The table with pseudo-judgments added to every pair that has any judgment.
 *
 * @param pairs a consolidated table, each pair once; not changed.
 * @param pseudoJudgments total to add per pair, half to each side.
 */
function addPseudoJudgments(pairs: PairTable, pseudoJudgments: number): PairTable {
  if (pseudoJudgments === 0) return pairs;
  return {
    ...pairs,
    wins: pairs.wins.map((count) => count + pseudoJudgments / 2),
    losses: pairs.losses.map((count) => count + pseudoJudgments / 2),
  };
}

/**
 * Log-likelihood, gradient and information of half-win Bradley–Terry at any strengths.
 *
 * A constant is added to every entry of the information. The gradient sums to zero, so this leaves
 * Newton steps unchanged while making the matrix invertible.
 *
 * @param pairs a table without weights.
 * @param strengths θ in nats, one per model.
 */
export function evaluateBradleyTerry(pairs: PairTable, strengths: Float64Array): Evaluation {
  const { modelCount, first, second, wins, losses, ties } = pairs;
  const gradient = new Float64Array(modelCount);
  const information = new Float64Array(modelCount * modelCount);
  let value = 0;
  let curvature = 0;
  for (let row = 0; row < first.length; row++) {
    const left = first[row];
    const right = second[row];
    const margin = strengths[left] - strengths[right];
    const total = wins[row] + losses[row] + ties[row];
    const score = wins[row] + 0.5 * ties[row];
    // One exponential of −|margin| gives everything. The sums are arranged so that one-sided pairs
    // do not cancel: only the outcome that the margin makes unlikely is multiplied by it.
    const small = Math.exp(-Math.abs(margin));
    const likely = 1 / (1 + small);
    const unlikely = small * likely;
    const upset = margin >= 0 ? total - score : score;
    value -= total * Math.log1p(small) + upset * Math.abs(margin);
    const shortfall = (total - upset) * unlikely - upset * likely;
    const residual = margin >= 0 ? shortfall : -shortfall;
    gradient[left] += residual;
    gradient[right] -= residual;
    const weight = total * likely * unlikely;
    curvature += weight;
    information[left * modelCount + left] += weight;
    information[right * modelCount + right] += weight;
    information[left * modelCount + right] -= weight;
    information[right * modelCount + left] -= weight;
  }
  const pin = (2 * curvature) / (modelCount * modelCount);
  for (let at = 0; at < information.length; at++) information[at] += pin;
  return { value, gradient, information };
}

/** The values shifted so that they sum to zero. */
export function centre(values: Float64Array): Float64Array {
  let sum = 0;
  for (const value of values) sum += value;
  return values.map((value) => value - sum / values.length);
}
