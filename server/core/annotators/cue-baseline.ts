import { type Evaluation, maximiseConcave } from "#server/core/numerics/maximise-concave.ts";
import { normalise } from "./dawid-skene-steps.ts";

/** Cheap cues of items, such as length difference and position, and their classes where known. */
export type GoldCues = {
  readonly classCount: number;
  readonly cueCount: number;
  /** Items × cues, row-major, each cue on a scale of about 1. */
  readonly cues: ArrayLike<number>;
  /** The known class of each item. */
  readonly classes: ArrayLike<number>;
};

export type CueBaseline =
  | {
      readonly kind: "fitted";
      readonly classCount: number;
      readonly cueCount: number;
      /**
       * Classes × (1 + cues), row-major, intercept first. Every class has its own row, so that the
       * prior treats all alike; each column sums to zero.
       */
      readonly coefficients: Float64Array;
    }
  | { readonly kind: "undefined"; readonly reason: "no-gold" };

/**
 * What somebody would answer who looks at nothing but cheap cues: a multinomial logit q(class | cues)
 * fitted to gold, with a N(0, deviation²) prior on every coefficient. With little gold it stays near
 * equal shares, and no class ever has probability zero. Agresti 2013, "Categorical Data Analysis",
 * §8.1; Newton's method, one dense system of classes·(1 + cues) unknowns per step.
 *
 * @param gold cues and classes of items whose class is known for certain
 * @param deviation of the prior on coefficients, by default 2
 * @throws RangeError when lengths disagree, a class does not exist, a cue is not finite, or the
 *   deviation is not positive
 */
export function fitCueBaseline(gold: GoldCues, deviation = 2): CueBaseline {
  assertGold(gold);
  if (!(deviation > 0 && deviation < Infinity)) throw new RangeError(`Deviation is ${deviation}.`);
  const { classCount, cueCount, classes } = gold;
  if (classes.length === 0) return { kind: "undefined", reason: "no-gold" };
  const start = new Float64Array(classCount * (1 + cueCount));
  const found = maximiseConcave({
    start,
    evaluate: (coefficients) => evaluate(gold, coefficients, deviation ** -2),
  });
  if (found.kind !== "maximum") throw new RangeError("The cues are too far apart in size to fit.");
  return { kind: "fitted", classCount, cueCount, coefficients: found.parameters };
}

/**
 * q(class | cues) for any items: items × classes, row-major.
 *
 * @param cues items × cues, row-major, as they were fitted
 * @throws RangeError when the length is no multiple of the number of cues or a cue is not finite
 */
export function predictByCues(
  baseline: Extract<CueBaseline, { kind: "fitted" }>,
  cues: ArrayLike<number>,
  itemCount: number,
): Float64Array {
  const { classCount, cueCount, coefficients } = baseline;
  assertCues(cues, itemCount * cueCount);
  const probabilities = new Float64Array(itemCount * classCount);
  const row = new Float64Array(classCount);
  for (let i = 0; i < itemCount; i++) {
    fillLogits(row, coefficients, { cues, cueCount, item: i });
    normalise(row);
    probabilities.set(row, i * classCount);
  }
  return probabilities;
}

function evaluate(gold: GoldCues, coefficients: Float64Array, precision: number): Evaluation {
  const { classCount, cueCount, cues, classes } = gold;
  const width = 1 + cueCount;
  const size = coefficients.length;
  const gradient = coefficients.map((value) => -precision * value);
  const information = new Float64Array(size * size);
  for (let at = 0; at < size; at++) information[at * size + at] = precision;
  let value = coefficients.reduce((sum, x) => sum - (precision * x * x) / 2, 0);
  const row = new Float64Array(classCount);
  const cue = (item: number, at: number) => (at === 0 ? 1 : cues[item * cueCount + at - 1]);
  for (let item = 0; item < classes.length; item++) {
    fillLogits(row, coefficients, { cues, cueCount, item });
    const chosen = row[classes[item]];
    value += chosen - normalise(row);
    for (let a = 0; a < size; a++) {
      const k = Math.floor(a / width);
      const cueA = cue(item, a % width);
      gradient[a] += ((classes[item] === k ? 1 : 0) - row[k]) * cueA;
      for (let b = 0; b < size; b++) {
        const l = Math.floor(b / width);
        const spread = k === l ? row[k] * (1 - row[k]) : -row[k] * row[l];
        information[a * size + b] += spread * cueA * cue(item, b % width);
      }
    }
  }
  return { value, gradient, information };
}

/** The logits of all classes, written into `row`. */
function fillLogits(
  row: Float64Array,
  coefficients: Float64Array,
  at: { readonly cues: ArrayLike<number>; readonly cueCount: number; readonly item: number },
): void {
  const width = 1 + at.cueCount;
  for (let k = 0; k < row.length; k++) {
    row[k] = coefficients[k * width];
    for (let c = 0; c < at.cueCount; c++) {
      row[k] += coefficients[k * width + 1 + c] * at.cues[at.item * at.cueCount + c];
    }
  }
}

function assertGold({ classCount, cueCount, cues, classes }: GoldCues): void {
  if (!(Number.isInteger(classCount) && classCount >= 2)) {
    throw new RangeError(`A baseline needs two classes or more, not ${classCount}.`);
  }
  if (!(Number.isInteger(cueCount) && cueCount >= 0)) {
    throw new RangeError(`There cannot be ${cueCount} cues.`);
  }
  assertCues(cues, classes.length * cueCount);
  for (let item = 0; item < classes.length; item++) {
    const known = classes[item];
    if (!(Number.isInteger(known) && known >= 0 && known < classCount)) {
      throw new RangeError(`There is no class ${known} among ${classCount}.`);
    }
  }
}

function assertCues(cues: ArrayLike<number>, expected: number): void {
  if (cues.length !== expected) throw new RangeError("Each item needs all its cues.");
  for (let at = 0; at < cues.length; at++) {
    if (!Number.isFinite(cues[at])) throw new RangeError(`A cue cannot be ${cues[at]}.`);
  }
}
