import { expect, test } from "vitest";
import { createRandom } from "#server/core/numerics/random.ts";
import { observedShare, rightness, tabulateCalibration } from "./calibration.ts";
import { comparePredictions } from "./compare-predictions.ts";
import { fitIsotonic } from "./fit-isotonic.ts";
import { type ProofInput, proveLearning } from "./prove-learning.ts";

const grid = [50, 100, 200, 400];

/** Hold-out judgments, four a prompt, that each learner predicts rightly with its own probability. */
function simulate(
  seed: number,
  accuracies: { active: readonly number[]; control: readonly number[] },
  judgments = 2000,
): ProofInput {
  const random = createRandom(seed);
  const luck = Float64Array.from({ length: judgments }, () => random.uniform());
  const rightAt = (accuracy: number) => luck.map((value) => (value < accuracy ? 1 : 0));
  return {
    grid,
    active: accuracies.active.map(rightAt),
    control: accuracies.control.map(rightAt),
    prompts: Uint32Array.from({ length: judgments }, (_, row) => Math.floor(row / 4)),
    promptCount: Math.ceil(judgments / 4),
    holdoutShare: 0.1,
  };
}

test("an active learner that reaches the same accuracy earlier has saved judgments", () => {
  const input = simulate(1, { active: [0.6, 0.7, 0.75, 0.76], control: [0.52, 0.6, 0.65, 0.7] });
  const { curve, finding } = proveLearning(input);
  expect(curve.map((point) => point.judgments)).toEqual(grid);
  expect(curve[3].difference.lower).toBeGreaterThan(0);
  expect(finding.kind).toBe("saved");
  if (finding.kind !== "saved") return;
  expect(finding.controlJudgments).toBe(400);
  expect(finding.activeJudgments).toBeLessThan(130);
  expect(finding.saved.lower).toBeGreaterThan(0);
  expect(finding.saved.lower).toBeLessThanOrEqual(finding.saved.value);
});

test("an active learner that needs more is called worse", () => {
  const input = simulate(2, { active: [0.52, 0.6, 0.65, 0.7], control: [0.6, 0.7, 0.75, 0.76] });
  const { finding } = proveLearning(input);
  expect(finding.kind).toBe("worse");
  if (finding.kind === "worse") expect(finding.extra.lower).toBeGreaterThan(0);
});

test("equal learners show no difference, and how many more judgments would show one of two points", () => {
  const right = createRandom(7);
  const base = simulate(3, { active: [0.6, 0.6, 0.6, 0.6], control: [0.6, 0.6, 0.6, 0.6] });
  const shuffled = base.active.map((values) => values.map(() => (right.uniform() < 0.6 ? 1 : 0)));
  const { finding } = proveLearning({ ...base, active: shuffled });
  expect(finding.kind).toBe("no_difference");
  if (finding.kind !== "no_difference") return;
  expect(finding.difference.lower).toBeLessThan(0);
  expect(finding.difference.upper).toBeGreaterThan(0);
  // Independent verdicts differ by ±1 in 2·0.6·0.4 of cases: (2.8016/0.02)²·0.48 = 9,419 in all.
  expect(finding.moreHoldoutJudgments).toBeGreaterThan(6000);
  expect(finding.moreHoldoutJudgments).toBeLessThan(9000);
  expect(finding.moreJudgments).toBeCloseTo(10 * finding.moreHoldoutJudgments, -1);
});

test("learners that learn nothing save nothing", () => {
  const constant = [0.5, 0.5, 0.5, 0.5];
  const { finding } = proveLearning(simulate(4, { active: constant, control: constant }));
  expect(finding.kind).toBe("no_difference");
});

test("intervals cover: of equal learners few are called different", () => {
  let shown = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const random = createRandom(seed);
    const base = simulate(seed, { active: [0.6, 0.65, 0.7, 0.72], control: [] }, 400);
    const redraw = (accuracy: number) =>
      base.active[0].map(() => (random.uniform() < accuracy ? 1 : 0));
    const control = [0.6, 0.65, 0.7, 0.72].map(redraw);
    if (proveLearning({ ...base, control }).finding.kind !== "no_difference") shown += 1;
  }
  expect(shown).toBeLessThanOrEqual(6);
});

test("too few judgments are called too early, and none give no curve", () => {
  const accuracies = { active: [0.6, 0.6, 0.6, 0.6], control: [0.6, 0.6, 0.6, 0.6] };
  expect(proveLearning(simulate(1, accuracies, 12)).finding).toMatchObject({
    kind: "too_early",
    holdoutJudgments: 12,
  });
  const none = { grid: [], active: [], control: [], prompts: new Uint32Array(0) };
  expect(proveLearning({ ...none, promptCount: 0, holdoutShare: 0 })).toMatchObject({
    curve: [],
    finding: { kind: "too_early", judgmentsPerArm: 0 },
  });
});

test("the same data give the same page", () => {
  const input = simulate(6, { active: [0.5, 0.6, 0.7, 0.7], control: [0.5, 0.6, 0.65, 0.7] });
  expect(proveLearning(input)).toEqual(proveLearning(input));
});

// R: isoreg(c(1, 3, 2, 4, 3, 3))$yf is 1, 2.5, 2.5, 3.333…, 3.333…, 3.333….
test("a falling stretch is pooled to its mean", () => {
  const fitted = fitIsotonic(Float64Array.of(1, 3, 2, 4, 3, 3));
  const expected = [1, 2.5, 2.5, 10 / 3, 10 / 3, 10 / 3];
  fitted.forEach((value, at) => {
    expect(value).toBeCloseTo(expected[at], 12);
  });
});

test("drift counts how far predictions moved and how many winners changed", () => {
  const before = Float64Array.of(0.2, 0.4, 0.6, 0.8);
  const after = Float64Array.of(0.3, 0.6, 0.5, 0.9);
  const change = comparePredictions(before, after);
  expect(change.meanChange).toBeCloseTo(0.125, 12);
  expect(change.flippedShare).toBe(0.25);
  // Ranks 1 2 3 4 against 1 3 2 4: 1 − 6·2/(4·15) = 0.8.
  expect(change.rankCorrelation).toBeCloseTo(0.8, 12);
  expect(
    comparePredictions(
      before,
      before.map(() => 0.5),
    ).rankCorrelation,
  ).toBeNull();
  expect(comparePredictions(new Float64Array(0), new Float64Array(0)).meanChange).toBe(0);
});

test("calibration counts what came of each tenth of the predictions", () => {
  const probabilities = Float64Array.of(0.05, 0.95, 0.95, 1);
  const { bins, error } = tabulateCalibration({
    probabilities,
    outcomes: Float64Array.of(0, 1, 0, 1),
  });
  expect(bins.map(({ from, judgments }) => [from, judgments])).toEqual([
    [0, 1],
    [0.9, 3],
  ]);
  expect(bins[1].observed).toEqual(observedShare(2, 3));
  const expected = (0.05 + 3 * Math.abs(2 / 3 - (0.95 + 0.95 + 1) / 3)) / 4;
  expect(error).toBeCloseTo(expected, 12);
  const none = { probabilities: new Float64Array(0), outcomes: new Float64Array(0) };
  expect(tabulateCalibration(none)).toEqual({ bins: [], error: null });
});

test("a prediction of one half is half right", () => {
  expect([rightness(0.5, 1), rightness(0.6, 1), rightness(0.4, 1)]).toEqual([0.5, 1, 0]);
});
