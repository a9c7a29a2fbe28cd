import type { DawidSkeneFit } from "./dawid-skene.ts";
import { normalise } from "./dawid-skene-steps.ts";
import { groupLabels, type LabelRows } from "./label-table.ts";

/** One entry per label, in the order of the rows. */
export type LeaveOneOut = {
  /** P(the item is of the class this label says | the other labels of the item, gold). */
  readonly probabilities: Float64Array;
  /** How many other labels the item has. */
  readonly otherLabels: Uint32Array;
};

/** The parameters this function reads from a fit. */
type Fitted = Extract<DawidSkeneFit, { kind: "fitted" }>;

/**
 * How probable each label is to be right according to everybody else: the item's posterior with that
 * one label taken out. Where gold is known it is 1 or 0. An annotator's own confusion matrix still
 * rests on all labels, of which a single one is a small part.
 *
 * @param rows the labels the fit was made from
 * @param fit class shares and confusion matrices, see `fitDawidSkene`
 * @throws RangeError when rows are not valid or do not match the fit
 */
export function leaveOneOut(
  rows: LabelRows,
  fit: Pick<Fitted, "classShares" | "confusion">,
): LeaveOneOut {
  const { classCount, annotatorCount, itemCount, item, knownClass } = rows;
  const table = groupLabels(rows);
  if (fit.confusion.length !== annotatorCount * classCount * classCount) {
    throw new RangeError("The fit has another number of annotators or classes.");
  }
  const logConfusion = fit.confusion.map(safeLog);
  const logShares = fit.classShares.map(safeLog);
  const probabilities = new Float64Array(item.length);
  const otherLabels = new Uint32Array(item.length);
  const joint = new Float64Array(classCount);
  const without = new Float64Array(classCount);
  for (let i = 0; i < itemCount; i++) {
    const start = table.offsets[i];
    const end = table.offsets[i + 1];
    joint.set(logShares);
    for (let at = start; at < end; at++) {
      const from = table.annotators[at] * classCount * classCount + table.labels[at];
      for (let k = 0; k < classCount; k++) joint[k] += logConfusion[from + k * classCount];
    }
    const known = knownClass === undefined ? -1 : knownClass[i];
    for (let at = start; at < end; at++) {
      const label = table.labels[at];
      const from = table.annotators[at] * classCount * classCount + label;
      for (let k = 0; k < classCount; k++)
        without[k] = joint[k] - logConfusion[from + k * classCount];
      normalise(without);
      const row = table.rows[at];
      probabilities[row] = known < 0 ? without[label] : Number(label === known);
      otherLabels[row] = end - start - 1;
    }
  }
  return { probabilities, otherLabels };
}

/** A probability of zero stands for "never seen", which a finite logarithm keeps subtractable. */
function safeLog(probability: number): number {
  return Math.log(Math.max(probability, 1e-300));
}
