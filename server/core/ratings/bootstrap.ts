import { type CholeskyFactor, solveCholesky } from "#server/core/numerics/cholesky.ts";
import type { Random } from "#server/core/numerics/random.ts";
import { type BradleyTerryFit, centre, fitBradleyTerry } from "./bradley-terry.ts";
import { findStrongComponents, preferenceArcs } from "./components.ts";
import { consolidatePairs, type PairTable, requirePairTable } from "./pair-table.ts";
import { createCountResampler } from "./resample-counts.ts";

export type BootstrapOptions = {
  readonly random: Random;
  /** Bootstrap rounds; 100 when left out. */
  readonly roundCount?: number;
};

export type BootstrapResult =
  | {
      readonly kind: "resampled";
      /** roundCount × K strengths in nats, row-major; every row sums to zero. */
      readonly strengths: Float64Array;
      readonly roundCount: number;
      /** Resamples drawn again because they had no finite fit. */
      readonly redrawn: number;
    }
  /** More than half of the resamples have no finite fit; regularise before resampling. */
  | { readonly kind: "unstable"; readonly redrawn: number };

const CHORD_STEPS_MAX = 40;
const TOLERANCE = 1e-9;

/**
 * Poisson bootstrap of Bradley–Terry strengths: each judgment is repeated Poisson(1) times, drawn
 * per cell of the pair table, and every round is refitted by Newton steps with the Cholesky factor
 * of the original fit (chord Newton), so that a round costs O(E + K²) per step.
 *
 * A round that the fixed factor does not bring to 10⁻⁹ within forty steps is refitted by full Newton.
 *
 * @param table the table that was fitted.
 * @param fit its fit; its pseudo-judgments are added to every resample.
 * @param options the generator and the number of rounds.
 * @throws RangeError when the table or the number of rounds is not valid.
 * Source: Najmi 2015, https://www.unofficialgoogledatascience.com/2015/08/; Kelley, Iterative Methods for Linear and Nonlinear Equations §5.4.1, https://doi.org/10.1137/1.9781611970944
 */
export function bootstrapStrengths(
  table: PairTable,
  fit: BradleyTerryFit,
  { random, roundCount = 100 }: BootstrapOptions,
): BootstrapResult {
  requirePairTable(table);
  const size = fit.strengths.length;
  if (table.modelCount !== size || !(Number.isInteger(roundCount) && roundCount > 0)) {
    throw new RangeError(`cannot draw ${roundCount} rounds of ${table.modelCount} models`);
  }
  const redrawWins = createCountResampler(table.wins, random);
  const redrawLosses = createCountResampler(table.losses, random);
  const redrawTies = createCountResampler(table.ties, random);
  const fixed = pseudoRows(table, fit.pseudoJudgments);
  const strengths = new Float64Array(roundCount * size);
  let redrawn = 0;
  for (let round = 0; round < roundCount; ) {
    const sample = { ...table, wins: redrawWins(), losses: redrawLosses(), ties: redrawTies() };
    const refitted = refit(appendRows(sample, fixed), fit);
    if (refitted === null) {
      redrawn++;
      if (redrawn > roundCount) return { kind: "unstable", redrawn };
      continue;
    }
    strengths.set(refitted, round * size);
    round++;
  }
  return { kind: "resampled", strengths, roundCount, redrawn };
}

/** The pseudo-judgments of the fit as rows of their own, which no resample changes. */
function pseudoRows(table: PairTable, pseudoJudgments: number): PairTable | null {
  if (pseudoJudgments === 0) return null;
  const { modelCount, first, second, wins } = consolidatePairs(table);
  const half = wins.map(() => pseudoJudgments / 2);
  return {
    modelCount,
    first,
    second,
    wins: half,
    losses: half,
    ties: new Float64Array(half.length),
  };
}

function appendRows(table: PairTable, fixed: PairTable | null): PairTable {
  if (fixed === null) return table;
  const weight = table.weight ?? table.wins.map(() => 1);
  return {
    modelCount: table.modelCount,
    first: Int32Array.from([...table.first, ...fixed.first]),
    second: Int32Array.from([...table.second, ...fixed.second]),
    wins: Float64Array.from([...table.wins, ...fixed.wins]),
    losses: Float64Array.from([...table.losses, ...fixed.losses]),
    ties: Float64Array.from([...table.ties, ...fixed.ties]),
    weight: Float64Array.from([...weight, ...fixed.wins.map(() => 1)]),
  };
}

function refit(sample: PairTable, fit: BradleyTerryFit): Float64Array | null {
  if (findStrongComponents(preferenceArcs(sample)).length > 1) return null;
  const summed = summarise(sample);
  const strengths = fit.strengths.slice();
  const step = new Float64Array(strengths.length);
  for (let count = 0; count < CHORD_STEPS_MAX; count++) {
    if (chordStep(summed, { strengths, step, factor: fit.factor }) < TOLERANCE) {
      return centre(strengths);
    }
  }
  const full = fitBradleyTerry(sample);
  return full.kind === "fitted" ? full.strengths : null;
}

/** Per row: the weighted total of judgments, and how many of them the first model won. */
type Summed = {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly totals: Float64Array;
  readonly scores: Float64Array;
};

function summarise({ first, second, wins, losses, ties, weight }: PairTable): Summed {
  const scale = (count: number, row: number): number =>
    weight === undefined ? count : weight[row] * count;
  const totals = wins.map((won, row) => scale(won + losses[row] + ties[row], row));
  const scores = wins.map((won, row) => scale(won + 0.5 * ties[row], row));
  return { first, second, totals, scores };
}

/** Moves the strengths by one step with the fixed factor and returns the largest move. */
function chordStep(
  { first, second, totals, scores }: Summed,
  {
    strengths,
    step,
    factor,
  }: { strengths: Float64Array; step: Float64Array; factor: CholeskyFactor },
): number {
  const gradient = new Float64Array(strengths.length);
  for (let row = 0; row < first.length; row++) {
    const margin = strengths[first[row]] - strengths[second[row]];
    const residual = scores[row] - totals[row] / (1 + Math.exp(-margin));
    gradient[first[row]] += residual;
    gradient[second[row]] -= residual;
  }
  solveCholesky(factor, gradient, step);
  let largest = 0;
  for (let at = 0; at < step.length; at++) {
    strengths[at] += step[at];
    largest = Math.max(largest, Math.abs(step[at]));
  }
  return largest;
}
