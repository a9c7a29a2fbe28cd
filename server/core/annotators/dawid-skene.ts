import {
  type ConfusionPrior,
  type ConfusionState,
  countLabels,
  estimateConfusion,
  inferClasses,
  logPriorDensity,
} from "./dawid-skene-steps.ts";
import { groupLabels, type LabelRows, labelShares } from "./label-table.ts";

export type DawidSkeneOptions = {
  /**
   * Pseudo-labels added to every annotator's confusion matrix, as a Dirichlet prior on its rows:
   * `correct` to each diagonal cell and `wrong` to each other cell. They take an annotator with few
   * labels for somebody of ordinary care. Zeros give maximum likelihood.
   */
  readonly smoothing?: { readonly correct: number; readonly wrong: number };
  /** Pseudo-items added to each class, a Dirichlet prior on how frequent classes are. */
  readonly classSmoothing?: number;
  readonly iterationsMax?: number;
  /** Stops once an iteration raises the log posterior by less than this per label. */
  readonly tolerance?: number;
};

export type DawidSkeneFit =
  | {
      readonly kind: "fitted";
      /** P(class of item i is k), items × classes, row-major. */
      readonly posteriors: Float64Array;
      /** How frequent each class is. */
      readonly classShares: Float64Array;
      /** P(label l | class k), annotators × classes × labels, row-major. */
      readonly confusion: Float64Array;
      /** Of the labels given the parameters, without multinomial constants, in nats. */
      readonly logLikelihood: number;
      /** Log posterior density up to a constant; never falls from one iteration to the next. */
      readonly logPosterior: number;
      readonly iterations: number;
      readonly isConverged: boolean;
    }
  | { readonly kind: "undefined"; readonly reason: "no-judgments" };

/**
 * Finds the class of each item and the confusion matrix of each annotator from labels alone, by
 * expectation–maximisation started from the majority's shares. Dawid and Skene 1979,
 * https://doi.org/10.2307/2346806; with Dirichlet priors the fixed point is a posterior mode.
 *
 * Labels of one item are taken as independent given its class, and most labels as right: the result
 * is a local mode, and annotators who copy each other will be believed. An item without labels gets
 * the class shares as its posterior. Each iteration is one pass, O(labels × classes).
 *
 * @param rows labels, and known classes of gold items where there are any
 * @param options smoothing of 2 correct and 1 wrong label, class smoothing 1, at most 200
 *   iterations and tolerance 1e-7 when left out
 * @throws RangeError when the rows or an option are not valid
 */
export function fitDawidSkene(rows: LabelRows, options: DawidSkeneOptions = {}): DawidSkeneFit {
  const { iterationsMax = 200, tolerance = 1e-7 } = options;
  const prior = readPrior(options);
  if (!(iterationsMax >= 1 && tolerance >= 0)) throw new RangeError("The fit would never stop.");
  const table = groupLabels(rows);
  if (table.labels.length === 0) return { kind: "undefined", reason: "no-judgments" };
  let posteriors = labelShares(rows);
  let state = estimateConfusion(countLabels({ rows, table, posteriors }), rows, prior);
  let logPosterior = Number.NEGATIVE_INFINITY;
  for (let iterations = 1; ; iterations++) {
    const inferred = inferClasses({ rows, table, state });
    posteriors = inferred.posteriors;
    const { logLikelihood } = inferred;
    const previous = logPosterior;
    logPosterior = logLikelihood + logPriorDensity(state, rows, prior);
    const isConverged = logPosterior - previous <= tolerance * table.labels.length;
    if (isConverged || iterations >= iterationsMax) {
      const { classShares, confusion } = describeState(state, rows);
      const fit = { posteriors, classShares, confusion, logLikelihood, logPosterior };
      return { kind: "fitted", ...fit, iterations, isConverged };
    }
    state = estimateConfusion(inferred.counts, rows, prior);
  }
}

function readPrior({ smoothing, classSmoothing = 1 }: DawidSkeneOptions): ConfusionPrior {
  const { correct, wrong } = smoothing ?? { correct: 2, wrong: 1 };
  for (const count of [correct, wrong, classSmoothing]) {
    if (!(count >= 0 && count < Infinity)) throw new RangeError(`Smoothing cannot be ${count}.`);
  }
  return { correct, wrong, perClass: classSmoothing };
}

function describeState({ logConfusion, logClassShares }: ConfusionState, rows: LabelRows) {
  const { classCount, annotatorCount } = rows;
  const confusion = new Float64Array(logConfusion.length);
  for (let w = 0; w < annotatorCount; w++) {
    for (let k = 0; k < classCount; k++) {
      for (let l = 0; l < classCount; l++) {
        const from = (w * classCount + l) * classCount + k;
        confusion[(w * classCount + k) * classCount + l] = Math.exp(logConfusion[from]);
      }
    }
  }
  return { classShares: logClassShares.map(Math.exp), confusion };
}
