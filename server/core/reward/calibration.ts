import { wilsonInterval } from "#server/core/agreement/wilson-interval.ts";

/** What was predicted of decisive judgments, and what came; one entry per judgment. */
export type JudgedPredictions = {
  /** Predicted P(first preferred). */
  readonly probabilities: Float64Array;
  /** 1 when the first was preferred, 0 when the second was. */
  readonly outcomes: Float64Array;
};

export type ObservedShare = {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
};

export type CalibrationTable = {
  /** Tenths of the scale that hold any judgment, in increasing order. */
  readonly bins: readonly {
    readonly from: number;
    readonly to: number;
    readonly judgments: number;
    readonly predicted: number;
    readonly observed: ObservedShare;
  }[];
  /** Mean |observed − predicted|, weighted by judgments; null without judgments. */
  readonly error: number | null;
};

const binCount = 10;

/** Whether predicted probabilities come true, in tenths, with Wilson intervals. */
export function tabulateCalibration(judged: JudgedPredictions): CalibrationTable {
  const { probabilities, outcomes } = judged;
  const sums = Array.from({ length: binCount }, () => ({ judgments: 0, predicted: 0, first: 0 }));
  probabilities.forEach((probability, row) => {
    const sum = sums[Math.min(binCount - 1, Math.floor(probability * binCount))];
    sum.judgments += 1;
    sum.predicted += probability;
    sum.first += outcomes[row];
  });
  const bins = sums.flatMap(({ judgments, predicted, first }, bin) => {
    if (judgments === 0) return [];
    const edges = { from: bin / binCount, to: (bin + 1) / binCount };
    const observed = observedShare(first, judgments);
    return [{ ...edges, judgments, predicted: predicted / judgments, observed }];
  });
  const weighted = bins.reduce(
    (sum, bin) => sum + bin.judgments * Math.abs(bin.observed.value - bin.predicted),
    0,
  );
  return { bins, error: bins.length === 0 ? null : weighted / probabilities.length };
}

/** A share with its 95 % Wilson interval. @throws RangeError without trials */
export function observedShare(successes: number, trials: number): ObservedShare {
  const interval = wilsonInterval(successes, trials);
  if (interval.kind === "undefined") throw new RangeError("A share needs at least one trial.");
  return { value: interval.estimate, lower: interval.lower, upper: interval.upper };
}

/** 1 for a right prediction, 0 for a wrong one; one half is half right, else knowing nothing scores 0 or 1. */
export function rightness(probability: number, outcome: number): number {
  if (probability === 0.5) return 0.5;
  return probability > 0.5 === (outcome === 1) ? 1 : 0;
}
