import { logistic } from "#server/core/numerics/logistic.ts";

/** One entry per judgment. */
export type AnnotatorEvidence = {
  readonly annotatorCount: number;
  readonly annotators: ArrayLike<number>;
  /** 1 when the first was preferred, 0 when the second was; anything between says nothing here. */
  readonly outcomes: ArrayLike<number>;
  /** Log-odds that the first is preferred, of everything except this judgment. */
  readonly margins: ArrayLike<number>;
};

/** Decisive judgments below which an annotator counts in full. */
const judgmentsMin = 20;

/** A judgment is never worth less than this, since the estimate itself may be wrong. */
const weightMin = 0.05;

/** Prior share of people who are simply careful; anything is possible for the others. */
const carefulShare = 0.9;

const gridSize = 200;

/**
 * How much the judgments of each annotator count, from 1 for a careful one to {@link weightMin} for
 * one who answers at random or against everybody. A judgment that everything else predicts with
 * probability p is given by someone of reliability r with probability r·p + (1 − r)/2; the weight is
 * the posterior mean of r, relative to its prior mean and at most 1.
 *
 * Margins left out the judgment itself, so agreement is never with oneself; they may rest on a model
 * where nobody else judged the same pair, which Dawid–Skene and raw agreement cannot use. Weak
 * margins are weak evidence, and a posterior mean moves only as far as the evidence carries it;
 * fewer than {@link judgmentsMin} decisive judgments leave the weight at 1, and so does the absence
 * of a second annotator with as many, because then there is nobody to disagree with. Ties say nothing.
 *
 * @throws RangeError when lengths disagree
 * @see Whitehill et al. 2009 (GLAD), whose annotators have one parameter as well
 */
export function weighAnnotators(evidence: AnnotatorEvidence): Float64Array {
  const { annotatorCount, annotators, outcomes, margins } = evidence;
  if (outcomes.length !== annotators.length || margins.length !== annotators.length) {
    throw new RangeError("Each judgment needs an annotator, an outcome and a margin.");
  }
  const agreements: number[][] = Array.from({ length: annotatorCount }, () => []);
  for (let row = 0; row < annotators.length; row++) {
    if (outcomes[row] !== 0 && outcomes[row] !== 1) continue;
    agreements[annotators[row]].push(logistic(outcomes[row] === 1 ? margins[row] : -margins[row]));
  }
  const known = agreements.filter((own) => own.length >= judgmentsMin).length;
  const weights = new Float64Array(annotatorCount).fill(1);
  if (known < 2) return weights;
  const priorMean = posteriorMean([]);
  return weights.map((_, annotator) => {
    const own = agreements[annotator];
    if (own.length < judgmentsMin) return 1;
    return Math.max(weightMin, Math.min(1, posteriorMean(own) / priorMean));
  });
}

/** E[r] under a prior with a spike at 1 and a uniform rest, on a grid: the likelihood is a product of
 * lines in r, so a grid this fine is exact enough. */
function posteriorMean(agreements: readonly number[]): number {
  const cells = Float64Array.from({ length: gridSize + 1 }, (_, cell) =>
    cell === gridSize ? 1 : (cell + 0.5) / gridSize,
  );
  const logs = cells.map((reliability, cell) => {
    let log = Math.log(cell === gridSize ? carefulShare : (1 - carefulShare) / gridSize);
    for (const p of agreements) log += Math.log(reliability * p + (1 - reliability) / 2);
    return log;
  });
  const largest = logs.reduce((max, log) => Math.max(max, log), Number.NEGATIVE_INFINITY);
  let total = 0;
  let sum = 0;
  logs.forEach((log, cell) => {
    const weight = Math.exp(log - largest);
    total += weight;
    sum += weight * cells[cell];
  });
  return sum / total;
}
