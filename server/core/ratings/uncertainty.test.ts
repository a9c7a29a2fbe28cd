import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "#server/core/numerics/random.ts";
import { bootstrapStrengths } from "./bootstrap.ts";
import { fitBradleyTerry } from "./bradley-terry.ts";
import { type ClusteredRows, clusteredCovariance } from "./clustered-covariance.ts";
import { contrastModels, superiorityMatrix } from "./contrasts.ts";
import { informationCovariance, sandwichCovariance } from "./covariance.ts";
import { fromElo, toElo } from "./elo.ts";
import { fitted } from "./fixtures/expect-digits.ts";
import { baseball, citations, pairTable, wikipedia } from "./fixtures/published-pairs.ts";
import { connectedTable } from "./fixtures/random-tables.ts";
import { tabulateJudgments } from "./pair-table.ts";
import { rankByIntervals } from "./ranks.ts";
import { createCountResampler } from "./resample-counts.ts";
import { sampleRanks } from "./sample-ranks.ts";

/** Judgments of three equal models by annotators who each say the same thing every time. */
function stubbornRows(annotatorCount: number, perAnnotator: number, seed: number): ClusteredRows {
  const random = createRandom(seed);
  const count = annotatorCount * perAnnotator;
  const annotator = Int32Array.from({ length: count }, (_, row) => Math.floor(row / perAnnotator));
  const opinion = Int8Array.from({ length: annotatorCount }, () =>
    random.uniform() < 0.5 ? 1 : -1,
  );
  const first = Int32Array.from(annotator, (who) => who % 3);
  return {
    modelCount: 3,
    annotatorCount,
    annotator,
    first,
    second: first.map((model) => (model + 1) % 3),
    verdict: Int8Array.from(annotator, (who) => opinion[who]),
  };
}

describe("sandwich covariance", () => {
  it("has the closed form of two models: var(ŷ)/(n·p²q²) for wins, losses and ties", () => {
    const table = pairTable(2, [[0, 1, 30, 12, 18]]);
    const fit = fitted(fitBradleyTerry(table));
    const p = 39 / 60;
    const residuals = 30 * (1 - p) ** 2 + 12 * p ** 2 + 18 * (0.5 - p) ** 2;
    const variance = residuals / (60 * p * (1 - p)) ** 2;
    const { difference, standardError } = contrastModels(
      { strengths: fit.strengths, covariance: sandwichCovariance(table, fit) },
      0,
      1,
    );
    expect(difference).toBeCloseTo(Math.log(p / (1 - p)), 12);
    expect(standardError ** 2).toBeCloseTo(variance, 10);
  });

  it("equals the inverse information for two models without ties", () => {
    const table = pairTable(2, [[0, 1, 30, 12]]);
    const fit = fitted(fitBradleyTerry(table));
    const model = informationCovariance(fit);
    sandwichCovariance(table, fit).forEach((value, at) => {
      expect(value).toBeCloseTo(model[at], 12);
    });
    // The variance of a log-odds is 1/wins + 1/losses.
    expect(4 * model[0]).toBeCloseTo(1 / 30 + 1 / 12, 12);
  });

  it("is symmetric, sums to zero along rows, and is narrower than the model-based one with ties", () => {
    fc.assert(
      fc.property(connectedTable(), (table) => {
        const fit = fitted(fitBradleyTerry(table));
        const size = table.modelCount;
        const covariance = sandwichCovariance(table, fit);
        for (let i = 0; i < size; i++) {
          let sum = 0;
          for (let j = 0; j < size; j++) {
            sum += covariance[i * size + j];
            expect(covariance[i * size + j]).toBe(covariance[j * size + i]);
          }
          expect(Math.abs(sum)).toBeLessThan(1e-9);
          expect(covariance[i * size + i]).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it("refuses a fit of other models", () => {
    const fit = fitted(fitBradleyTerry(wikipedia.table));
    expect(() => sandwichCovariance(baseball.table, fit)).toThrow(RangeError);
  });
});

describe("clustered covariance", () => {
  it("with one judgment per annotator is G/(G − 1) times the plain sandwich", () => {
    const rows = stubbornRows(60, 1, 3);
    const fit = fitted(fitBradleyTerry(tabulateJudgments(rows)));
    const plain = sandwichCovariance(tabulateJudgments(rows), fit);
    const clustered = clusteredCovariance(rows, fit);
    if (clustered.kind !== "estimated") throw new Error(clustered.kind);
    expect(clustered.clusterCount).toBe(60);
    clustered.covariance.forEach((value, at) => {
      expect(value).toBeCloseTo((plain[at] * 60) / 59, 10);
    });
  });

  it("sees that ten equal answers of one annotator are one", () => {
    const once = stubbornRows(60, 1, 3);
    const tenfold = stubbornRows(60, 10, 3);
    const fit = fitted(fitBradleyTerry(tabulateJudgments(once)));
    const fitTenfold = fitted(fitBradleyTerry(tabulateJudgments(tenfold)));
    const a = clusteredCovariance(once, fit);
    const b = clusteredCovariance(tenfold, fitTenfold);
    if (a.kind !== "estimated" || b.kind !== "estimated") throw new Error("not estimated");
    a.covariance.forEach((value, at) => {
      expect(b.covariance[at]).toBeCloseTo(value, 10);
    });
    const plain = sandwichCovariance(tabulateJudgments(tenfold), fitTenfold);
    expect(b.covariance[0] / plain[0]).toBeCloseTo((10 * 60) / 59, 8);
  });

  it("one annotator gives no estimate", () => {
    const single: ClusteredRows = {
      modelCount: 2,
      annotatorCount: 5,
      annotator: Int32Array.of(3, 3, 3),
      first: Int32Array.of(0, 0, 1),
      second: Int32Array.of(1, 1, 0),
      verdict: Int8Array.of(1, 1, 1),
    };
    const fit = fitted(fitBradleyTerry(tabulateJudgments(single)));
    const result = clusteredCovariance(single, fit);
    expect(result).toEqual({ kind: "too-few-annotators", clusterCount: 1 });
  });

  it("refuses an annotator out of range", () => {
    const rows = stubbornRows(60, 1, 3);
    const fit = fitted(fitBradleyTerry(tabulateJudgments(rows)));
    expect(() => clusteredCovariance({ ...rows, annotatorCount: 10 }, fit)).toThrow(RangeError);
  });
});

describe("contrasts", () => {
  it("of a model with itself are even, and complementary otherwise", () => {
    fc.assert(
      fc.property(connectedTable(), (table) => {
        const fit = fitted(fitBradleyTerry(table));
        const estimate = { strengths: fit.strengths, covariance: sandwichCovariance(table, fit) };
        const size = table.modelCount;
        const matrix = superiorityMatrix(estimate);
        for (let a = 0; a < size; a++) {
          expect(matrix[a * size + a]).toBe(0.5);
          for (let b = 0; b < size; b++) {
            expect(matrix[a * size + b] + matrix[b * size + a]).toBeCloseTo(1, 14);
            if (fit.strengths[a] > fit.strengths[b] + 1e-9) {
              expect(matrix[a * size + b]).toBeGreaterThanOrEqual(0.5);
            }
          }
        }
      }),
    );
  });

  it("without variance are certain or even", () => {
    const estimate = { strengths: Float64Array.of(1, 0, 0), covariance: new Float64Array(9) };
    expect(contrastModels(estimate, 0, 1).probability).toBe(1);
    expect(contrastModels(estimate, 1, 0).probability).toBe(0);
    expect(contrastModels(estimate, 1, 2).probability).toBe(0.5);
  });

  it("refuse models that are not there", () => {
    const estimate = { strengths: Float64Array.of(1, 0), covariance: new Float64Array(4) };
    expect(() => contrastModels(estimate, 0, 2)).toThrow(RangeError);
    expect(() => superiorityMatrix({ ...estimate, covariance: new Float64Array(3) })).toThrow(
      RangeError,
    );
  });
});

describe("rank ranges", () => {
  it("by intervals count the models wholly above and wholly below", () => {
    const lower = Float64Array.of(90, 50, 55, 10);
    const upper = Float64Array.of(110, 60, 92, 20);
    const { best, worst } = rankByIntervals(lower, upper);
    expect(Array.from(best)).toEqual([1, 2, 1, 4]);
    expect(Array.from(worst)).toEqual([2, 3, 3, 4]);
  });

  it("from draws are exact when nothing is uncertain", () => {
    const estimate = { strengths: Float64Array.of(0, 2, -2), covariance: new Float64Array(9) };
    const { best, worst, topShare } = sampleRanks(estimate, { random: createRandom(1) });
    expect(Array.from(best)).toEqual([2, 1, 3]);
    expect(Array.from(worst)).toEqual([2, 1, 3]);
    expect(Array.from(topShare)).toEqual([0, 1, 0]);
  });

  it("from draws give the top share Φ(z) of two models", () => {
    const fit = fitted(fitBradleyTerry(pairTable(2, [[0, 1, 25, 20]])));
    const estimate = { strengths: fit.strengths, covariance: informationCovariance(fit) };
    const { topShare } = sampleRanks(estimate, { random: createRandom(2), drawCount: 20_000 });
    const { probability } = contrastModels(estimate, 0, 1);
    // Four binomial standard errors of 20,000 draws.
    expect(Math.abs(topShare[0] - probability)).toBeLessThan(0.012);
  });

  it("from draws span all ranks of models that cannot be told apart", () => {
    const estimate = {
      strengths: new Float64Array(4),
      covariance: Float64Array.from({ length: 16 }, (_, at) => (at % 5 === 0 ? 0.75 : -0.25)),
    };
    const { best, worst } = sampleRanks(estimate, { random: createRandom(3) });
    expect(Array.from(best)).toEqual([1, 1, 1, 1]);
    expect(Array.from(worst)).toEqual([4, 4, 4, 4]);
  });

  it("are the same for the same seed, and of no models are empty", () => {
    const estimate = {
      strengths: new Float64Array(3),
      covariance: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
    };
    expect(sampleRanks(estimate, { random: createRandom(9) })).toEqual(
      sampleRanks(estimate, { random: createRandom(9) }),
    );
    const none = { strengths: new Float64Array(0), covariance: new Float64Array(0) };
    expect(sampleRanks(none, { random: createRandom(1) }).best.length).toBe(0);
    expect(() => sampleRanks(estimate, { random: createRandom(1), drawCount: 0 })).toThrow(
      RangeError,
    );
  });
});

describe("Poisson bootstrap", () => {
  it("agrees with the sandwich on journals within the noise of 600 rounds", () => {
    const fit = fitted(fitBradleyTerry(citations.table));
    const covariance = sandwichCovariance(citations.table, fit);
    const result = bootstrapStrengths(citations.table, fit, {
      random: createRandom(4),
      roundCount: 600,
    });
    if (result.kind !== "resampled") throw new Error(result.kind);
    for (let model = 0; model < 4; model++) {
      let sum = 0;
      let squares = 0;
      for (let round = 0; round < 600; round++) {
        const value = result.strengths[round * 4 + model] - fit.strengths[model];
        sum += value;
        squares += value * value;
      }
      const deviation = Math.sqrt((squares - (sum * sum) / 600) / 599);
      // A standard deviation from 600 draws has a relative error of about 2.9 %.
      expect(Math.abs(deviation / Math.sqrt(covariance[model * 5]) - 1)).toBeLessThan(0.12);
    }
  });

  it("solves every round: chord steps and a full refit give the same strengths", () => {
    const { table } = baseball;
    const fit = fitted(fitBradleyTerry(table));
    const result = bootstrapStrengths(table, fit, { random: createRandom(5), roundCount: 20 });
    if (result.kind !== "resampled") throw new Error(result.kind);
    // The same generator replayed by hand.
    const random = createRandom(5);
    const draws = [table.wins, table.losses, table.ties].map((counts) =>
      createCountResampler(counts, random),
    );
    for (let round = 0; round < 20; round++) {
      const [wins, losses, ties] = draws.map((draw) => draw());
      const refit = fitted(fitBradleyTerry({ ...table, wins, losses, ties }));
      refit.strengths.forEach((strength, model) => {
        expect(result.strengths[round * 7 + model]).toBeCloseTo(strength, 7);
      });
    }
  });

  it("reports that sparse data are unstable instead of inventing numbers, and copes when regularised", () => {
    const table = pairTable(3, [
      [0, 1, 1, 0],
      [1, 2, 1, 0],
      [2, 0, 1, 0],
    ]);
    const fit = fitted(fitBradleyTerry(table));
    expect(bootstrapStrengths(table, fit, { random: createRandom(6) }).kind).toBe("unstable");
    const held = fitted(fitBradleyTerry(table, { pseudoJudgments: 1 }));
    const result = bootstrapStrengths(table, held, { random: createRandom(6) });
    if (result.kind !== "resampled") throw new Error(result.kind);
    expect(result.strengths.every(Number.isFinite)).toBe(true);
  });

  it("draws Poisson counts: mean and variance equal the count, zero stays zero", () => {
    for (const mean of [0.3, 1, 7, 40, 250, 900]) {
      const resample = createCountResampler(new Float64Array(20_000).fill(mean), createRandom(7));
      const drawn = resample();
      const average = drawn.reduce((a, b) => a + b) / 20_000;
      const variance = drawn.reduce((sum, n) => sum + (n - mean) ** 2, 0) / 20_000;
      expect(Math.abs(average - mean)).toBeLessThan(4.5 * Math.sqrt(mean / 20_000));
      // Var of the squared deviation of a Poisson is mean + 2·mean².
      expect(Math.abs(variance - mean)).toBeLessThan(
        4.5 * Math.sqrt((mean + 2 * mean ** 2) / 20_000),
      );
    }
    expect(Array.from(createCountResampler(Float64Array.of(0, 0), createRandom(1))())).toEqual([
      0, 0,
    ]);
  });

  it("refuses no rounds and another table", () => {
    const fit = fitted(fitBradleyTerry(wikipedia.table));
    expect(() =>
      bootstrapStrengths(wikipedia.table, fit, { random: createRandom(1), roundCount: 0 }),
    ).toThrow(RangeError);
    expect(() => bootstrapStrengths(baseball.table, fit, { random: createRandom(1) })).toThrow(
      RangeError,
    );
  });
});

describe("Elo scale", () => {
  it("puts 400 points between models with odds of ten to one", () => {
    expect(toElo(Math.log(10)) - toElo(0)).toBeCloseTo(400, 12);
    expect(toElo(0)).toBe(1000);
    expect(toElo(0, 1114)).toBe(1114);
    expect(toElo(1) - toElo(0)).toBeCloseTo(173.7177927613, 9);
  });

  it("is inverted by fromElo", () => {
    fc.assert(
      fc.property(fc.double({ min: -20, max: 20, noNaN: true }), (strength) => {
        expect(fromElo(toElo(strength))).toBeCloseTo(strength, 10);
      }),
    );
  });
});
