import type { Random } from "#server/core/numerics/random.ts";
import type { JudgmentRows, PairTable } from "#server/core/ratings/pair-table.ts";
import { type LbfgsResult, minimiseLbfgs } from "./lbfgs.ts";
import type { SimulatedJudgments, SimulatedLabels } from "./simulate.ts";

/**
 * Logistic regression with one row per judgment, as the public notebooks first computed Arena
 * ratings: every gradient is a pass over all judgments. Typed arrays stand in for the one-hot matrix,
 * which makes this a fast version of that approach.
 */
export function fitPerJudgment({ modelCount, first, second, verdict }: JudgmentRows): LbfgsResult {
  return minimiseLbfgs((strengths) => {
    const gradient = new Float64Array(modelCount);
    let value = 0;
    for (let row = 0; row < first.length; row++) {
      const margin = strengths[first[row]] - strengths[second[row]];
      const outcome = (Math.sign(verdict[row]) + 1) / 2;
      const probability = 1 / (1 + Math.exp(-margin));
      value -= outcome * Math.log(probability) + (1 - outcome) * Math.log(1 - probability);
      gradient[first[row]] += probability - outcome;
      gradient[second[row]] -= probability - outcome;
    }
    return { value, gradient };
  }, new Float64Array(modelCount));
}

/** One entry per distinct (first, second, outcome) with its count. */
export type OutcomeCells = {
  readonly modelCount: number;
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly outcome: Float64Array;
  readonly count: Float64Array;
};

/** Distinct (first, second, outcome) rows with counts, through a hash map, as `np.unique` does by sorting. */
export function uniqueCells({ modelCount, first, second, verdict }: JudgmentRows): OutcomeCells {
  const counts = new Map<number, number>();
  for (let row = 0; row < first.length; row++) {
    const key = (first[row] * modelCount + second[row]) * 3 + Math.sign(verdict[row]) + 1;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const keys = [...counts.keys()];
  return {
    modelCount,
    first: Int32Array.from(keys, (key) => Math.floor(key / 3 / modelCount)),
    second: Int32Array.from(keys, (key) => Math.floor(key / 3) % modelCount),
    outcome: Float64Array.from(keys, (key) => (key % 3) / 2),
    count: Float64Array.from(counts.values()),
  };
}

/** FastChat's `fit_bt`: L-BFGS on weighted distinct rows, gradient tolerance 1e−6. */
export function fitCells({ modelCount, first, second, outcome, count }: OutcomeCells): LbfgsResult {
  return minimiseLbfgs((strengths) => {
    const gradient = new Float64Array(modelCount);
    let value = 0;
    for (let cell = 0; cell < first.length; cell++) {
      const margin = strengths[first[cell]] - strengths[second[cell]];
      const probability = 1 / (1 + Math.exp(-margin));
      value -=
        count[cell] *
        (outcome[cell] * Math.log(probability) + (1 - outcome[cell]) * Math.log(1 - probability));
      const slope = count[cell] * (probability - outcome[cell]);
      gradient[first[cell]] += slope;
      gradient[second[cell]] -= slope;
    }
    return { value, gradient };
  }, new Float64Array(modelCount));
}

/** One round of FastChat's bootstrap: resample the distinct rows, refit by L-BFGS. */
export function refitCells(cells: OutcomeCells, random: Random): LbfgsResult {
  const count = cells.count.map((mean) => random.poisson(mean));
  return fitCells({ ...cells, count });
}

/** One round of the notebook's bootstrap: resample judgments with replacement, aggregate, refit. */
export function refitRows(rows: JudgmentRows, random: Random): LbfgsResult {
  const { modelCount, first, second, verdict } = rows;
  const drawn = Int32Array.from({ length: first.length }, () => random.below(first.length));
  const sample = {
    modelCount,
    first: drawn.map((row) => first[row]),
    second: drawn.map((row) => second[row]),
    verdict: Int8Array.from(drawn, (row) => verdict[row]),
  };
  return fitCells(uniqueCells(sample));
}

/** Zermelo's and Hunter's MM iteration until no strength moves by more than the tolerance. */
export function fitMinorise(
  { modelCount, first, second, wins, losses, ties }: PairTable,
  { tolerance = 1e-8, iterationsMax = 100_000 } = {},
): { parameters: Float64Array; iterations: number } {
  let worths = new Float64Array(modelCount).fill(1);
  const score = new Float64Array(modelCount);
  for (let row = 0; row < first.length; row++) {
    score[first[row]] += wins[row] + 0.5 * ties[row];
    score[second[row]] += losses[row] + 0.5 * ties[row];
  }
  let iterations = 0;
  for (let move = 1; move > tolerance && iterations < iterationsMax; iterations++) {
    const denominator = new Float64Array(modelCount);
    for (let row = 0; row < first.length; row++) {
      const total = wins[row] + losses[row] + ties[row];
      const share = total / (worths[first[row]] + worths[second[row]]);
      denominator[first[row]] += share;
      denominator[second[row]] += share;
    }
    const next = score.map((won, model) => won / denominator[model]);
    const scale = Math.exp(next.reduce((sum, worth) => sum + Math.log(worth), 0) / modelCount);
    move = 0;
    for (let model = 0; model < modelCount; model++) {
      next[model] /= scale;
      move = Math.max(move, Math.abs(Math.log(next[model] / worths[model])));
    }
    worths = next;
  }
  return { parameters: worths.map(Math.log), iterations };
}

/**
 * The annotator model by L-BFGS over all parameters at once, with the same priors; every gradient is
 * a pass over all judgments. Returns strengths, slopes and biases in one vector.
 */
export function fitAnnotatorsJointly(rows: SimulatedJudgments): LbfgsResult {
  const { modelCount, annotatorCount, first, second, verdict, annotator } = rows;
  const slopeAt = modelCount;
  const biasAt = modelCount + annotatorCount;
  const start = new Float64Array(modelCount + 2 * annotatorCount);
  start.fill(1, slopeAt, biasAt);
  return minimiseLbfgs((parameters) => {
    const gradient = new Float64Array(parameters.length);
    let value = 0;
    for (let row = 0; row < first.length; row++) {
      const who = annotator[row];
      const margin = parameters[first[row]] - parameters[second[row]];
      const slope = parameters[slopeAt + who];
      const logit = slope * margin + parameters[biasAt + who];
      const outcome = (Math.sign(verdict[row]) + 1) / 2;
      value += Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - outcome * logit;
      const residual = 1 / (1 + Math.exp(-logit)) - outcome;
      gradient[first[row]] += residual * slope;
      gradient[second[row]] -= residual * slope;
      gradient[slopeAt + who] += residual * margin;
      gradient[biasAt + who] += residual;
    }
    for (let at = 0; at < parameters.length; at++) {
      const precision = at < modelCount ? 1 / 9 : 4;
      const offset = parameters[at] - (at >= slopeAt && at < biasAt ? 1 : 0);
      value += 0.5 * precision * offset * offset;
      gradient[at] += precision * offset;
    }
    return { value, gradient };
  }, start);
}

/**
 * Dawid–Skene with labels as objects and probabilities in maps, the way it is usually written from
 * the paper. Runs a fixed number of iterations.
 */
export function runPlainDawidSkene(
  labels: SimulatedLabels,
  iterations: number,
): Map<number, number[]> {
  const rows = Array.from(labels.item, (item, row) => ({
    item,
    annotator: labels.annotator[row],
    label: labels.label[row],
  }));
  const classes = labels.classCount;
  const posterior = new Map<number, number[]>();
  for (const { item, label } of rows) {
    const votes = posterior.get(item) ?? new Array<number>(classes).fill(0);
    votes[label]++;
    posterior.set(item, votes);
  }
  for (const votes of posterior.values()) normalise(votes);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const confusion = new Map<number, number[][]>();
    const shares = new Array<number>(classes).fill(0);
    for (const { item, annotator, label } of rows) {
      const matrix =
        confusion.get(annotator) ??
        Array.from({ length: classes }, (_, k) =>
          Array.from({ length: classes }, (_unused, l) => (k === l ? 2 : 1)),
        );
      const beliefs = posterior.get(item) ?? [];
      for (let k = 0; k < classes; k++) matrix[k][label] += beliefs[k];
      confusion.set(annotator, matrix);
    }
    for (const matrix of confusion.values()) for (const row of matrix) normalise(row);
    for (const beliefs of posterior.values())
      for (let k = 0; k < classes; k++) shares[k] += beliefs[k];
    normalise(shares);
    const logs = new Map<number, number[]>();
    for (const { item, annotator, label } of rows) {
      const sum = logs.get(item) ?? shares.map(Math.log);
      const matrix = confusion.get(annotator) ?? [];
      for (let k = 0; k < classes; k++) sum[k] += Math.log(matrix[k][label]);
      logs.set(item, sum);
    }
    for (const [item, sum] of logs) {
      const largest = Math.max(...sum);
      const beliefs = sum.map((value) => Math.exp(value - largest));
      normalise(beliefs);
      posterior.set(item, beliefs);
    }
  }
  return posterior;
}

function normalise(values: number[]): void {
  const total = values.reduce((a, b) => a + b, 0);
  for (let at = 0; at < values.length; at++) values[at] /= total;
}
