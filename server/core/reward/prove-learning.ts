import { createRandom } from "#server/core/numerics/random.ts";
import { fitIsotonic } from "./fit-isotonic.ts";

/** Two learners at growing numbers of judgments, tested on the same hold-out judgments. */
export type ProofInput = {
  /** Numbers of judgments each learner had, increasing. */
  readonly grid: readonly number[];
  /** Per point of the grid, how right each learner was on each hold-out judgment: 0, ½ or 1. */
  readonly active: readonly Float64Array[];
  readonly control: readonly Float64Array[];
  /** Prompt of each hold-out judgment, 0…promptCount−1; judgments of one prompt are resampled together. */
  readonly prompts: Uint32Array;
  readonly promptCount: number;
  /** Hold-out judgments as a share of all; 0 when none are served. */
  readonly holdoutShare: number;
};

type Interval = { readonly value: number; readonly lower: number; readonly upper: number };

export type ProofPoint = {
  readonly judgments: number;
  readonly active: Interval;
  readonly control: Interval;
  readonly difference: Interval;
};

export type ProofFinding =
  | {
      readonly kind: "too_early";
      readonly judgmentsPerArm: number;
      readonly judgmentsPerArmNeeded: number;
      readonly holdoutJudgments: number;
      readonly holdoutJudgmentsNeeded: number;
    }
  | (Reached & { readonly kind: "saved"; readonly saved: Interval })
  | (Reached & { readonly kind: "worse"; readonly extra: Interval })
  | {
      readonly kind: "no_difference";
      readonly difference: Interval;
      readonly detectable: number;
      readonly moreHoldoutJudgments: number;
      readonly moreJudgments: number | null;
    };

type Reached = {
  readonly accuracy: number;
  readonly activeJudgments: number;
  readonly controlJudgments: number;
};

const judgmentsPerArmMin = 40;
const holdoutJudgmentsMin = 40;

const resamples = 1000;
const detectable = 0.02;
/** z for a two-sided test at 5 % plus z for a power of 80 %. */
const detectionDeviations = 1.959963984540054 + 0.8416212335729143;

/**
 * What the choice of pairs was worth. Accuracies, their paired difference and the share of judgments
 * saved get percentile intervals from {@link resamples} bootstrap samples of hold-out prompts: they
 * cover which prompts were held out, not which training judgments happened to arrive.
 *
 * Judgments needed: both curves are made monotone, and the lower one's last accuracy is what both
 * must reach; saved = 1 − active's first crossing / control's. Symmetric in the two, and 0 where
 * neither learns. A difference counts as shown only when its whole interval is on one side of 0.
 *
 * @param seed of the resampling, so that the same data give the same page
 * @throws RangeError when lengths disagree
 * @see Efron and Tibshirani 1993, ch. 13
 */
export function proveLearning(
  input: ProofInput,
  seed = 1,
): { readonly curve: readonly ProofPoint[]; readonly finding: ProofFinding } {
  assertInput(input);
  const holdoutJudgments = input.prompts.length;
  const judgmentsPerArm = input.grid.at(-1) ?? 0;
  if (judgmentsPerArm === 0 || holdoutJudgments === 0) {
    return { curve: [], finding: tooEarly(judgmentsPerArm, holdoutJudgments) };
  }
  const drawn = resampleCurves(input, seed);
  const curve = input.grid.map((judgments, at) => ({
    judgments,
    active: summarise(drawn.map(({ active }) => active[at])),
    control: summarise(drawn.map(({ control }) => control[at])),
    difference: summarise(drawn.map(({ active, control }) => active[at] - control[at])),
  }));
  const isEarly = judgmentsPerArm < judgmentsPerArmMin || holdoutJudgments < holdoutJudgmentsMin;
  if (isEarly) return { curve, finding: tooEarly(judgmentsPerArm, holdoutJudgments) };
  return { curve, finding: find(input, drawn) };
}

function tooEarly(judgmentsPerArm: number, holdoutJudgments: number): ProofFinding {
  return {
    kind: "too_early",
    judgmentsPerArm,
    judgmentsPerArmNeeded: judgmentsPerArmMin,
    holdoutJudgments,
    holdoutJudgmentsNeeded: holdoutJudgmentsMin,
  };
}

type Curves = { readonly active: Float64Array; readonly control: Float64Array };

/** The curves on the hold-out as it is, then on each bootstrap sample of it. */
function resampleCurves(input: ProofInput, seed: number): readonly [Curves, ...Curves[]] {
  const active = input.active.map((right) => sumByPrompt(input, right));
  const control = input.control.map((right) => sumByPrompt(input, right));
  const counts = sumByPrompt(input, new Float64Array(input.prompts.length).fill(1));
  const curvesOf = (times: Float64Array): Curves => {
    const total = dot(times, counts);
    const mean = (sums: Float64Array) => dot(times, sums) / total;
    return { active: Float64Array.from(active, mean), control: Float64Array.from(control, mean) };
  };
  const random = createRandom(seed);
  const once = new Float64Array(input.promptCount).fill(1);
  const rest = Array.from({ length: resamples }, () => {
    const times = new Float64Array(input.promptCount);
    for (let draw = 0; draw < input.promptCount; draw++) times[random.below(times.length)] += 1;
    return curvesOf(times);
  });
  return [curvesOf(once), ...rest];
}

function find(input: ProofInput, drawn: readonly [Curves, ...Curves[]]): ProofFinding {
  const crossings = drawn.map((curves) => cross(input.grid, curves));
  const saved = summarise(crossings.map(({ active, control }) => 1 - active / control));
  const { accuracy, active, control } = crossings[0];
  const reached = {
    accuracy,
    activeJudgments: Math.round(active),
    controlJudgments: Math.round(control),
  };
  if (saved.lower > 0) return { kind: "saved", ...reached, saved };
  if (saved.upper < 0) {
    const extra = { value: -saved.value, lower: -saved.upper, upper: -saved.lower };
    return { kind: "worse", ...reached, extra };
  }
  return describeNoDifference(input, drawn);
}

function describeNoDifference(
  input: ProofInput,
  drawn: readonly [Curves, ...Curves[]],
): ProofFinding {
  const last = input.grid.length - 1;
  const differences = drawn.map(({ active, control }) => active[last] - control[last]);
  const judgments = input.prompts.length;
  // Learners that agree on every hold-out judgment still could have differed on the next one.
  const variance = Math.max(varianceOf(differences.slice(1)) * judgments, 1 / judgments);
  const needed = (detectionDeviations / detectable) ** 2 * variance;
  const moreHoldoutJudgments = Math.max(0, Math.ceil(needed - judgments));
  const { holdoutShare } = input;
  return {
    kind: "no_difference",
    difference: summarise(differences),
    detectable,
    moreHoldoutJudgments,
    moreJudgments: holdoutShare > 0 ? Math.ceil(moreHoldoutJudgments / holdoutShare) : null,
  };
}

/** Where the two monotone curves first reach the lower one's last accuracy. */
function cross(grid: readonly number[], curves: Curves) {
  const active = fitIsotonic(curves.active);
  const control = fitIsotonic(curves.control);
  const last = grid.length - 1;
  const accuracy = Math.min(active[last], control[last]);
  return {
    accuracy,
    active: reach(grid, active, accuracy),
    control: reach(grid, control, accuracy),
  };
}

function reach(grid: readonly number[], curve: Float64Array, accuracy: number): number {
  const at = curve.findIndex((value) => value >= accuracy - 1e-12);
  if (at <= 0) return grid[Math.max(0, at)];
  const share = (accuracy - curve[at - 1]) / (curve[at] - curve[at - 1]);
  return grid[at - 1] + share * (grid[at] - grid[at - 1]);
}

/** The first entry with the central 95 % of the others. */
function summarise(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values.slice(1)).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  return { value: values[0], lower: at(0.025), upper: at(0.975) };
}

function sumByPrompt({ prompts, promptCount }: ProofInput, right: Float64Array): Float64Array {
  const sums = new Float64Array(promptCount);
  for (let row = 0; row < right.length; row++) sums[prompts[row]] += right[row];
  return sums;
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += left[at] * right[at];
  return sum;
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

function assertInput({ grid, active, control, prompts }: ProofInput): void {
  if (active.length !== grid.length || control.length !== grid.length) {
    throw new RangeError("Each point of the grid needs both learners.");
  }
  for (const right of [...active, ...control]) {
    if (right.length !== prompts.length) throw new RangeError("The hold-out judgments differ.");
  }
}
