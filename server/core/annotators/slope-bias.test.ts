import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logistic } from "#server/core/numerics/logistic.ts";
import { createRandom } from "#server/core/numerics/random.ts";
import { fitSlopeBias, type SlopeBiasOptions } from "./slope-bias.ts";
import { deriveAnnotators, deriveStrengths, type ScreenJudgments } from "./slope-bias-passes.ts";

function fitted(judgments: ScreenJudgments, options?: SlopeBiasOptions) {
  const found = fitSlopeBias(judgments, options);
  if (found.kind !== "fitted") throw new Error("expected a fit");
  return found;
}

type Row = readonly [left: number, right: number, annotator: number, verdict: number];

function judgmentsOf(modelCount: number, annotatorCount: number, rows: readonly Row[]) {
  return {
    modelCount,
    annotatorCount,
    left: Int32Array.from(rows, ([left]) => left),
    right: Int32Array.from(rows, ([, right]) => right),
    annotator: Int32Array.from(rows, ([, , annotator]) => annotator),
    verdict: Int8Array.from(rows, ([, , , verdict]) => verdict),
  };
}

/** Annotators of the given slope and bias judge random pairs of six models. */
function simulate(seed: number, people: readonly { slope: number; bias: number }[], each: number) {
  const random = createRandom(seed);
  const truth = [1.5, 0.9, 0.3, -0.3, -0.9, -1.5];
  const rows: Row[] = [];
  people.forEach(({ slope, bias }, annotator) => {
    for (let n = 0; n < each; n++) {
      const left = random.below(6);
      const right = (left + 1 + random.below(5)) % 6;
      const p = logistic(slope * (truth[left] - truth[right]) + bias);
      const verdict = random.uniform() < 0.1 ? 0 : random.uniform() < p ? 1 : -1;
      rows.push([left, right, annotator, verdict]);
    }
  });
  return judgmentsOf(6, people.length, rows);
}

const anyJudgments = fc
  .array(fc.tuple(fc.nat(3), fc.nat(2), fc.nat(2), fc.integer({ min: -1, max: 1 })), {
    minLength: 1,
    maxLength: 40,
  })
  .map((rows) =>
    judgmentsOf(
      4,
      3,
      rows.map(([left, shift, w, verdict]): Row => [left, (left + 1 + shift) % 4, w, verdict]),
    ),
  );

describe("fitSlopeBias", () => {
  const people = [
    { slope: 1, bias: 0 },
    { slope: 1.2, bias: 0 },
    { slope: 0.9, bias: 0 },
    { slope: 1, bias: 0 },
    { slope: 0, bias: 0 },
    { slope: -1, bias: 0 },
    { slope: 0, bias: 2.5 },
    { slope: 1, bias: -0.8 },
  ];

  test("recognises who answers at random, in reverse, or by side", () => {
    const { slopes, biases, strengths } = fitted(simulate(1, people, 600));
    for (const w of [0, 1, 2, 3]) expect(slopes[w]).toBeGreaterThan(0.5);
    expect(Math.abs(slopes[4])).toBeLessThan(0.2);
    expect(slopes[5]).toBeLessThan(-0.5);
    expect(Math.abs(slopes[6])).toBeLessThan(0.3);
    expect(biases[6]).toBeGreaterThan(1.5);
    expect(biases[7]).toBeLessThan(-0.5);
    expect([...strengths].sort((a, b) => b - a)).toEqual([...strengths]);
  });

  test("states errors that match the spread of its estimates", () => {
    let inside = 0;
    const repetitions = 150;
    for (let seed = 0; seed < repetitions; seed++) {
      const { slopes, slopeErrors } = fitted(simulate(seed, people.slice(0, 4), 300));
      // The scale is set by the mean of all four, so the difference of two is compared.
      const error = Math.hypot(slopeErrors[1], slopeErrors[2]);
      if (Math.abs(slopes[1] - slopes[2] - 0.3) < 1.96 * error + 0.05) inside++;
    }
    expect(inside / repetitions).toBeGreaterThan(0.9);
  });

  test("its derivatives agree with finite differences", () => {
    const judgments = simulate(2, people, 20);
    const random = createRandom(3);
    const state = {
      strengths: Float64Array.from({ length: 6 }, random.normal),
      slopes: Float64Array.from({ length: 8 }, random.normal),
      biases: Float64Array.from({ length: 8 }, random.normal),
    };
    const step = 1e-5;
    const change = (name: keyof typeof state, i: number, by: number) => ({
      ...state,
      [name]: state[name].map((value, at) => (at === i ? value + by : value)),
    });
    const slopeOf = (name: keyof typeof state, i: number) =>
      (deriveStrengths(judgments, change(name, i, step)).logLikelihood -
        deriveStrengths(judgments, change(name, i, -step)).logLikelihood) /
      (2 * step);
    const byStrength = deriveStrengths(judgments, state);
    const byAnnotator = deriveAnnotators(judgments, state);
    expect(byAnnotator.logLikelihood).toBeCloseTo(byStrength.logLikelihood, 9);
    for (let i = 0; i < 6; i++) {
      expect(byStrength.gradient[i]).toBeCloseTo(slopeOf("strengths", i), 5);
      for (let j = 0; j < 6; j++) {
        const up = deriveStrengths(judgments, change("strengths", j, step)).gradient[i];
        const down = deriveStrengths(judgments, change("strengths", j, -step)).gradient[i];
        expect(byStrength.information[i * 6 + j]).toBeCloseTo((down - up) / (2 * step), 5);
      }
    }
    for (let w = 0; w < 8; w++) {
      expect(byAnnotator.slopeGradient[w]).toBeCloseTo(slopeOf("slopes", w), 5);
      expect(byAnnotator.biasGradient[w]).toBeCloseTo(slopeOf("biases", w), 5);
      const up = deriveAnnotators(judgments, change("biases", w, step));
      const down = deriveAnnotators(judgments, change("biases", w, -step));
      const by = (name: "slopeGradient" | "biasGradient") =>
        (down[name][w] - up[name][w]) / step / 2;
      expect(byAnnotator.crossInformation[w]).toBeCloseTo(by("slopeGradient"), 5);
      expect(byAnnotator.biasInformation[w]).toBeCloseTo(by("biasGradient"), 5);
    }
  });

  test("ends where the log posterior is flat in every direction", () => {
    const judgments = simulate(4, people, 300);
    const found = fitted(judgments, { tolerance: 1e-10 });
    const { gradient } = deriveStrengths(judgments, found);
    const annotators = deriveAnnotators(judgments, found);
    for (let i = 0; i < 6; i++) {
      expect(Math.abs(gradient[i] - found.strengths[i] / 9)).toBeLessThan(1e-6);
    }
    for (let w = 0; w < people.length; w++) {
      const bySlope = annotators.slopeGradient[w] - 4 * (found.slopes[w] - 1);
      expect(Math.abs(bySlope)).toBeLessThan(1e-6);
      expect(Math.abs(annotators.biasGradient[w] - 4 * found.biases[w])).toBeLessThan(1e-6);
    }
  });

  test("exchanging the sides of the screen turns biases round and nothing else", () => {
    fc.assert(
      fc.property(anyJudgments, (judgments) => {
        const turned = {
          ...judgments,
          left: judgments.right,
          right: judgments.left,
          verdict: judgments.verdict.map((verdict) => -verdict),
        };
        const found = fitted(judgments);
        const mirrored = fitted(turned);
        found.strengths.forEach((strength, i) => {
          expect(mirrored.strengths[i]).toBeCloseTo(strength, 4);
        });
        found.slopes.forEach((slope, w) => {
          expect(mirrored.slopes[w]).toBeCloseTo(slope, 4);
          expect(mirrored.biases[w]).toBeCloseTo(-found.biases[w], 4);
        });
      }),
    );
  });

  test("whatever was judged, every number is finite and iterations never lower the posterior", () => {
    fc.assert(
      fc.property(anyJudgments, (judgments) => {
        let previous = Number.NEGATIVE_INFINITY;
        for (const iterationsMax of [1, 2, 3, 200]) {
          const found = fitted(judgments, { iterationsMax });
          expect(found.logPosterior).toBeGreaterThanOrEqual(previous - 1e-9);
          previous = found.logPosterior;
          const { strengths, slopes, biases, slopeErrors, biasErrors } = found;
          for (const x of [...strengths, ...slopes, ...biases, ...slopeErrors, ...biasErrors]) {
            expect(Number.isFinite(x)).toBe(true);
          }
        }
      }),
    );
  });

  test("the order of judgments and the numbering of models do not matter", () => {
    const judgments = simulate(5, people, 100);
    const order = createRandom(6).shuffled(Array.from(judgments.verdict, (_, row) => row));
    const renumber = (model: number) => 5 - model;
    const again = fitted({
      ...judgments,
      left: Int32Array.from(order, (row) => renumber(judgments.left[row])),
      right: Int32Array.from(order, (row) => renumber(judgments.right[row])),
      annotator: Int32Array.from(order, (row) => judgments.annotator[row]),
      verdict: Int8Array.from(order, (row) => judgments.verdict[row]),
    });
    const found = fitted(judgments);
    for (let i = 0; i < 6; i++) expect(again.strengths[5 - i]).toBeCloseTo(found.strengths[i], 5);
    found.slopes.forEach((slope, w) => {
      expect(again.slopes[w]).toBeCloseTo(slope, 5);
    });
  });

  test("no judgments leave it undefined", () => {
    expect(fitSlopeBias(judgmentsOf(3, 2, []))).toEqual({
      kind: "undefined",
      reason: "no-judgments",
    });
    expect(fitSlopeBias(judgmentsOf(1, 1, [])).kind).toBe("undefined");
  });

  test("an unbeaten model keeps a finite strength", () => {
    const rows = Array.from(
      { length: 200 },
      (_, n): Row => [n % 2, 1 - (n % 2), 0, n % 2 ? -1 : 1],
    );
    const { strengths, slopes } = fitted(judgmentsOf(2, 1, rows));
    expect(strengths[0]).toBeGreaterThan(2);
    expect(strengths[0]).toBeLessThan(10);
    expect(strengths[0] + strengths[1]).toBeCloseTo(0, 9);
    expect(slopes[0]).toBeGreaterThan(1);
  });

  test("one annotator alone is about ordinary", () => {
    const { slopes } = fitted(simulate(7, [{ slope: 1, bias: 0 }], 800));
    expect(slopes[0]).toBeGreaterThan(0.8);
    expect(slopes[0]).toBeLessThan(1.3);
  });

  test("an annotator without judgments has the prior's slope, bias and errors", () => {
    const judgments = { ...simulate(8, [{ slope: 1, bias: 0 }], 50), annotatorCount: 2 };
    const found = fitted(judgments);
    expect(found.slopes[1]).toBeCloseTo(1, 6);
    expect(found.biases[1]).toBeCloseTo(0, 9);
    expect(found.slopeErrors[1]).toBeCloseTo(0.5, 12);
    expect([...found.judgmentCounts]).toEqual([50, 0]);
  });

  test("all ties leave all models equal", () => {
    const { strengths, biases } = fitted(
      judgmentsOf(3, 1, [
        [0, 1, 0, 0],
        [1, 2, 0, 0],
        [2, 0, 0, 0],
      ]),
    );
    expect([...strengths].every((strength) => Math.abs(strength) < 1e-9)).toBe(true);
    expect(biases[0]).toBeCloseTo(0, 9);
  });

  test("models that were never compared are named", () => {
    const found = fitted(
      judgmentsOf(5, 1, [
        [0, 1, 0, 1],
        [2, 3, 0, 1],
      ]),
    );
    expect(found.components).toEqual([[0, 1], [2, 3], [4]]);
    expect(found.strengths[0] + found.strengths[1]).toBeCloseTo(0, 9);
    expect(found.strengths[4]).toBe(0);
  });

  test("judgments that cannot be are refused", () => {
    expect(() => fitSlopeBias(judgmentsOf(2, 1, [[0, 0, 0, 1]]))).toThrow(RangeError);
    expect(() => fitSlopeBias(judgmentsOf(2, 1, [[0, 2, 0, 1]]))).toThrow(RangeError);
    expect(() => fitSlopeBias(judgmentsOf(2, 1, [[0, 1, 1, 1]]))).toThrow(RangeError);
    const judgments = judgmentsOf(2, 1, [[0, 1, 0, 1]]);
    expect(() => fitSlopeBias({ ...judgments, left: [0, 1] })).toThrow(RangeError);
    expect(() => fitSlopeBias(judgments, { slopeDeviation: 0 })).toThrow(RangeError);
    expect(() => fitSlopeBias(judgments, { iterationsMax: 0 })).toThrow(RangeError);
  });
});
