import type { LabelRows, LabelTable } from "./label-table.ts";

/** Pseudo-counts: per diagonal cell, per other cell of a confusion matrix, and per class. */
export type ConfusionPrior = {
  readonly correct: number;
  readonly wrong: number;
  readonly perClass: number;
};

/** Parameters in logarithms; nothing in them is infinite, see {@link LOG_PROBABILITY_MIN}. */
export type ConfusionState = {
  readonly logClassShares: Float64Array;
  /** ln P(label l | class k) at (w·K + l)·K + k, so that one label's classes lie side by side. */
  readonly logConfusion: Float64Array;
};

/** Expected numbers of labels in the layout of the state, and of items per class. */
export type LabelCounts = { readonly labels: Float64Array; readonly items: Float64Array };

type Problem = { readonly rows: LabelRows; readonly table: LabelTable };

/** Stands for the logarithm of an impossible label, so that differences stay defined. */
const LOG_PROBABILITY_MIN = Math.log(1e-300);

/** The M-step: shares and confusion matrices from expected counts and pseudo-counts. */
export function estimateConfusion(
  counts: LabelCounts,
  { classCount, annotatorCount }: LabelRows,
  prior: ConfusionPrior,
): ConfusionState {
  const logConfusion = new Float64Array(counts.labels.length);
  for (let w = 0; w < annotatorCount; w++) {
    const start = w * classCount * classCount;
    for (let k = 0; k < classCount; k++) {
      let total = prior.correct + (classCount - 1) * prior.wrong;
      for (let l = 0; l < classCount; l++) total += counts.labels[start + l * classCount + k];
      for (let l = 0; l < classCount; l++) {
        const at = start + l * classCount + k;
        const count = counts.labels[at] + (k === l ? prior.correct : prior.wrong);
        logConfusion[at] = total === 0 ? -Math.log(classCount) : logShare(count, total);
      }
    }
  }
  const items = counts.items.reduce((sum, n) => sum + n, classCount * prior.perClass);
  const logClassShares = counts.items.map((n) => logShare(n + prior.perClass, items));
  return { logClassShares, logConfusion };
}

/** Expected counts under given posteriors. Items without labels and without gold count for nothing. */
export function countLabels({
  rows,
  table,
  posteriors,
}: Problem & { readonly posteriors: Float64Array }): LabelCounts {
  const { classCount, annotatorCount, itemCount, knownClass } = rows;
  const labels = new Float64Array(annotatorCount * classCount * classCount);
  const items = new Float64Array(classCount);
  for (let i = 0; i < itemCount; i++) {
    const isKnown = knownClass !== undefined && knownClass[i] >= 0;
    if (table.offsets[i] === table.offsets[i + 1] && !isKnown) continue;
    for (let k = 0; k < classCount; k++) items[k] += posteriors[i * classCount + k];
    for (let at = table.offsets[i]; at < table.offsets[i + 1]; at++) {
      const cell = (table.annotators[at] * classCount + table.labels[at]) * classCount;
      for (let k = 0; k < classCount; k++) labels[cell + k] += posteriors[i * classCount + k];
    }
  }
  return { labels, items };
}

/**
 * The E-step: posterior classes of all items under the parameters, the log likelihood of the labels,
 * and the counts for the next M-step, in one pass over the labels.
 */
export function inferClasses({
  rows,
  table,
  state,
}: Problem & { readonly state: ConfusionState }): {
  posteriors: Float64Array;
  logLikelihood: number;
  counts: LabelCounts;
} {
  const { classCount, itemCount, knownClass } = rows;
  const { offsets, annotators, labels } = table;
  const { logConfusion, logClassShares } = state;
  const posteriors = new Float64Array(itemCount * classCount);
  const counts = new Float64Array(logConfusion.length);
  const items = new Float64Array(classCount);
  const joint = new Float64Array(classCount);
  let logLikelihood = 0;
  for (let i = 0; i < itemCount; i++) {
    const end = offsets[i + 1];
    const known = knownClass === undefined ? -1 : knownClass[i];
    for (let k = 0; k < classCount; k++) joint[k] = logClassShares[k];
    for (let at = offsets[i]; at < end; at++) {
      const cell = (annotators[at] * classCount + labels[at]) * classCount;
      for (let k = 0; k < classCount; k++) joint[k] += logConfusion[cell + k];
    }
    logLikelihood += known >= 0 ? settle(joint, known) : normalise(joint);
    for (let k = 0; k < classCount; k++) posteriors[i * classCount + k] = joint[k];
    if (offsets[i] === end && known < 0) continue;
    for (let k = 0; k < classCount; k++) items[k] += joint[k];
    for (let at = offsets[i]; at < end; at++) {
      const cell = (annotators[at] * classCount + labels[at]) * classCount;
      for (let k = 0; k < classCount; k++) counts[cell + k] += joint[k];
    }
  }
  return { posteriors, logLikelihood, counts: { labels: counts, items } };
}

/** Log density of the Dirichlet priors at the parameters, up to a constant. */
export function logPriorDensity(
  { logConfusion, logClassShares }: ConfusionState,
  { classCount }: LabelRows,
  prior: ConfusionPrior,
): number {
  let density = 0;
  for (let at = 0; at < logConfusion.length; at++) {
    const isDiagonal = at % classCount === Math.floor(at / classCount) % classCount;
    density += (isDiagonal ? prior.correct : prior.wrong) * logConfusion[at];
  }
  for (const logShare of logClassShares) density += prior.perClass * logShare;
  return density;
}

/** Turns log weights into probabilities, in place, and returns the logarithm of their sum. */
export function normalise(weights: Float64Array): number {
  let largest = weights[0];
  for (let k = 1; k < weights.length; k++) if (weights[k] > largest) largest = weights[k];
  let total = 0;
  for (let k = 0; k < weights.length; k++) {
    weights[k] = Math.exp(weights[k] - largest);
    total += weights[k];
  }
  for (let k = 0; k < weights.length; k++) weights[k] /= total;
  return largest + Math.log(total);
}

function settle(joint: Float64Array, known: number): number {
  const logWeight = joint[known];
  joint.fill(0);
  joint[known] = 1;
  return logWeight;
}

function logShare(count: number, total: number): number {
  return count <= 0 ? LOG_PROBABILITY_MIN : Math.max(LOG_PROBABILITY_MIN, Math.log(count / total));
}
