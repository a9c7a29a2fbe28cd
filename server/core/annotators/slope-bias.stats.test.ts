import { describe, expect, test } from "vitest";
import { logistic } from "#server/core/numerics/logistic.ts";
import { createRandom } from "#server/core/numerics/random.ts";
import { fitBradleyTerry } from "#server/core/ratings/bradley-terry.ts";
import { tabulateJudgments } from "#server/core/ratings/pair-table.ts";
import { fitSlopeBias } from "./slope-bias.ts";

/** A quarter of the annotators are bad: four in five answer at random, the rest in reverse. */
function simulateCrowd(seed: number) {
  const random = createRandom(seed);
  const modelCount = 40;
  const annotatorCount = 100;
  const count = 20_000;
  const truth = Float64Array.from({ length: modelCount }, () => 0.8 * random.normal());
  const isBad = Uint8Array.from({ length: annotatorCount }, (_, w) => (w < 25 ? 1 : 0));
  const slopes = Float64Array.from(isBad, (bad, w) =>
    bad === 0 ? Math.max(0.4, 1 + 0.25 * random.normal()) : w < 20 ? 0 : -1,
  );
  const biases = Float64Array.from(isBad, () => 0.3 * random.normal());
  const left = new Int32Array(count);
  const right = new Int32Array(count);
  const annotator = new Int32Array(count);
  const verdict = new Int8Array(count);
  for (let row = 0; row < count; row++) {
    const a = random.below(modelCount);
    const b = (a + 1 + random.below(modelCount - 1)) % modelCount;
    const w = random.below(annotatorCount);
    const p = logistic(slopes[w] * (truth[a] - truth[b]) + biases[w]);
    left[row] = a;
    right[row] = b;
    annotator[row] = w;
    verdict[row] = random.uniform() < 0.15 ? 0 : random.uniform() < p ? 1 : -1;
  }
  return {
    truth,
    isBad,
    judgments: { modelCount, annotatorCount, left, right, annotator, verdict },
  };
}

function correlate(a: Float64Array, b: Float64Array): number {
  const meanA = a.reduce((sum, x) => sum + x, 0) / a.length;
  const meanB = b.reduce((sum, x) => sum + x, 0) / b.length;
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - meanA) * (b[i] - meanB);
    aa += (a[i] - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

describe("a quarter of bad annotators among a hundred", () => {
  const runs = Array.from({ length: 20 }, (_, seed) => {
    const { truth, isBad, judgments } = simulateCrowd(seed);
    const { left, right, verdict, modelCount } = judgments;
    const plain = fitBradleyTerry(
      tabulateJudgments({ modelCount, first: left, second: right, verdict }),
    );
    const found = fitSlopeBias(judgments);
    if (plain.kind !== "fitted" || found.kind !== "fitted") throw new Error("expected two fits");
    const isFlagged = found.slopes.map((slope) => (slope < 0.3 ? 1 : 0));
    return {
      plain: correlate(plain.strengths, truth),
      annotated: correlate(found.strengths, truth),
      caught: isFlagged.filter((flag, w) => flag === 1 && isBad[w] === 1).length,
      falselyCaught: isFlagged.filter((flag, w) => flag === 1 && isBad[w] === 0).length,
    };
  });

  test("slopes and biases bring strengths closer to the truth than plain Bradley–Terry", () => {
    const gains = runs.map((run) => run.annotated - run.plain);
    const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
    const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (gains.length - 1);
    expect(mean / Math.sqrt(variance / gains.length)).toBeGreaterThan(5);
    expect(gains.filter((gain) => gain > 0).length).toBeGreaterThanOrEqual(19);
  });

  test("slopes below 0.3 name nearly all of the bad and hardly any of the others", () => {
    const caught = runs.reduce((sum, run) => sum + run.caught, 0);
    const falselyCaught = runs.reduce((sum, run) => sum + run.falselyCaught, 0);
    expect(caught / (20 * 25)).toBeGreaterThan(0.9);
    expect(falselyCaught / (20 * 75)).toBeLessThan(0.02);
  });
});
