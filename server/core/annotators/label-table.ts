/** One row per label: annotator `annotator[r]` put item `item[r]` into class `label[r]`. */
export type LabelRows = {
  readonly itemCount: number;
  readonly annotatorCount: number;
  readonly classCount: number;
  readonly item: ArrayLike<number>;
  readonly annotator: ArrayLike<number>;
  readonly label: ArrayLike<number>;
  /** The class of each item where it is known for certain (gold), −1 elsewhere. */
  readonly knownClass?: ArrayLike<number>;
};

/** The same labels, those of one item next to each other. */
export type LabelTable = {
  /** Labels of item i are at positions offsets[i]…offsets[i+1]−1. */
  readonly offsets: Uint32Array;
  readonly annotators: Uint32Array;
  readonly labels: Uint16Array;
  /** The row each position came from. */
  readonly rows: Uint32Array;
};

/**
 * Groups labels by item, by counting sort in O(labels + items).
 *
 * @throws RangeError when lengths disagree, a count is no positive integer (items and annotators may
 *   be 0), or an index or class is out of range
 */
export function groupLabels(rows: LabelRows): LabelTable {
  assertRows(rows);
  const { item, annotator, label, itemCount } = rows;
  const offsets = new Uint32Array(itemCount + 1);
  for (let row = 0; row < item.length; row++) offsets[item[row] + 1]++;
  for (let i = 0; i < itemCount; i++) offsets[i + 1] += offsets[i];
  const next = offsets.slice();
  const annotators = new Uint32Array(item.length);
  const labels = new Uint16Array(item.length);
  const origin = new Uint32Array(item.length);
  for (let row = 0; row < item.length; row++) {
    const position = next[item[row]]++;
    annotators[position] = annotator[row];
    labels[position] = label[row];
    origin[position] = row;
  }
  return { offsets, annotators, labels, rows: origin };
}

/**
 * The share of labels in each class, per item: items × classes, row-major. A known class has share
 * 1; an item without labels has equal shares. Its largest entry is the majority's choice.
 *
 * @throws RangeError when the rows are not valid
 */
export function labelShares(rows: LabelRows): Float64Array {
  assertRows(rows);
  const { itemCount, classCount, item, label, knownClass } = rows;
  const shares = new Float64Array(itemCount * classCount);
  for (let row = 0; row < item.length; row++) shares[item[row] * classCount + label[row]]++;
  for (let i = 0; i < itemCount; i++) {
    const share = shares.subarray(i * classCount, (i + 1) * classCount);
    const known = knownClass === undefined ? -1 : knownClass[i];
    const total = share.reduce((sum, count) => sum + count, 0);
    for (let k = 0; k < classCount; k++) {
      if (known >= 0) share[k] = k === known ? 1 : 0;
      else share[k] = total === 0 ? 1 / classCount : share[k] / total;
    }
  }
  return shares;
}

/**
 * The most probable class of each item, the lower one where two are equal.
 *
 * @param shares items × classes, row-major
 * @throws RangeError unless the classes are a positive integer that divides the length
 */
export function mostProbableClasses(shares: Float64Array, classCount: number): Uint16Array {
  if (!(Number.isInteger(classCount) && classCount > 0 && shares.length % classCount === 0)) {
    throw new RangeError(`${shares.length} shares do not fill rows of ${classCount} classes.`);
  }
  const classes = new Uint16Array(shares.length / classCount);
  for (let i = 0; i < classes.length; i++) {
    for (let k = 1; k < classCount; k++) {
      if (shares[i * classCount + k] > shares[i * classCount + classes[i]]) classes[i] = k;
    }
  }
  return classes;
}

function assertRows(rows: LabelRows): void {
  const { itemCount, annotatorCount, classCount, item, annotator, label, knownClass } = rows;
  if (!(isCount(itemCount) && isCount(annotatorCount) && isCount(classCount) && classCount > 0)) {
    throw new RangeError("Items, annotators and classes must be counted by non-negative integers.");
  }
  if (classCount > 0xffff) throw new RangeError(`${classCount} classes are too many.`);
  if (annotator.length !== item.length || label.length !== item.length) {
    throw new RangeError("Each label needs one item, one annotator and one class.");
  }
  for (let row = 0; row < item.length; row++) {
    const isKnownItem = item[row] >= 0 && item[row] < itemCount;
    const isKnownAnnotator = annotator[row] >= 0 && annotator[row] < annotatorCount;
    if (!(isKnownItem && isKnownAnnotator && label[row] >= 0 && label[row] < classCount)) {
      throw new RangeError(`Label ${row} names an item, annotator or class that does not exist.`);
    }
  }
  if (knownClass === undefined) return;
  if (knownClass.length !== itemCount) throw new RangeError("Each item needs a known class or −1.");
  for (let i = 0; i < itemCount; i++) {
    if (!(Number.isInteger(knownClass[i]) && knownClass[i] >= -1 && knownClass[i] < classCount)) {
      throw new RangeError(`Item ${i} cannot be known to be of class ${knownClass[i]}.`);
    }
  }
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}
