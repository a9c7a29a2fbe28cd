import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logistic } from "#server/core/numerics/logistic.ts";
import { createRandom } from "#server/core/numerics/random.ts";
import { fitBradleyTerry } from "./bradley-terry.ts";
import { fitContextualBradleyTerry } from "./contextual-bradley-terry.ts";
import { type ContextualRows, evaluateContextual } from "./contextual-likelihood.ts";
import { informationCovariance, sandwichCovariance } from "./covariance.ts";
import { expectDigits, fitted } from "./fixtures/expect-digits.ts";
import { baseball, citations } from "./fixtures/published-pairs.ts";
import type { PairTable } from "./pair-table.ts";

/** Two rows per pair, one per outcome, with the same feature in every row. */
function constantFeature(table: PairTable, feature: number): ContextualRows {
  const rows = Array.from(table.first.keys()).flatMap((row) => [
    { row, verdict: 1, count: table.wins[row] },
    { row, verdict: -1, count: table.losses[row] },
  ]);
  const used = rows.filter(({ count }) => count > 0);
  return {
    modelCount: table.modelCount,
    first: Int32Array.from(used, ({ row }) => table.first[row]),
    second: Int32Array.from(used, ({ row }) => table.second[row]),
    verdict: Int8Array.from(used, ({ verdict }) => verdict),
    count: Float64Array.from(used, ({ count }) => count),
    featureCount: 1,
    features: new Float64Array(used.length).fill(feature),
  };
}

/** Judgments of random models with two features that matter and the true effects 0.8 and −0.3. */
function simulate(rowCount: number, seed: number): ContextualRows {
  const random = createRandom(seed);
  const strengths = Float64Array.from({ length: 6 }, () => random.normal());
  const first = new Int32Array(rowCount);
  const second = new Int32Array(rowCount);
  const verdict = new Int8Array(rowCount);
  const features = new Float64Array(2 * rowCount);
  for (let row = 0; row < rowCount; row++) {
    first[row] = random.below(6);
    second[row] = (first[row] + 1 + random.below(5)) % 6;
    features[2 * row] = random.normal();
    features[2 * row + 1] = random.normal();
    const margin =
      strengths[first[row]] -
      strengths[second[row]] +
      0.8 * features[2 * row] -
      0.3 * features[2 * row + 1];
    verdict[row] = random.uniform() < logistic(margin) ? 1 : -1;
  }
  return { modelCount: 6, first, second, verdict, featureCount: 2, features };
}

describe("contextual Bradley–Terry against published fits", () => {
  it("gives the home advantage in baseball, its standard error, the strengths and the deviance", () => {
    const rows = constantFeature(baseball.table, 1);
    const fit = fitted(fitContextualBradleyTerry(rows));
    expectDigits(fit.effects[0], baseball.withHome.effect, 10);
    expectDigits(
      Math.sqrt(fit.informationCovariance[7 * 8 + 7]),
      baseball.withHome.effectStandardError,
      10,
    );
    expectDigits(fit.strengths[0] - fit.strengths[6], baseball.withHome.milwaukee, 7);
    const exponentials = fit.strengths.map(Math.exp);
    const total = exponentials.reduce((a, b) => a + b);
    baseball.withHome.worths.forEach((worth, team) => {
      expectDigits(exponentials[team] / total, worth, 3);
    });
    let deviance = -2 * fit.logLikelihood;
    const { wins, losses } = baseball.table;
    wins.forEach((won, row) => {
      const lost = losses[row];
      if (won > 0) deviance += 2 * won * Math.log(won / (won + lost));
      if (lost > 0) deviance += 2 * lost * Math.log(lost / (won + lost));
    });
    expectDigits(deviance, baseball.withHome.deviance, 7);
  });

  it("without features is Bradley–Terry", () => {
    const rows = {
      ...constantFeature(citations.table, 0),
      featureCount: 0,
      features: new Float64Array(0),
    };
    const fit = fitted(fitContextualBradleyTerry(rows));
    const plain = fitted(fitBradleyTerry(citations.table));
    const covariance = sandwichCovariance(citations.table, plain);
    const information = informationCovariance(plain);
    fit.strengths.forEach((strength, model) => {
      expect(strength).toBeCloseTo(plain.strengths[model], 9);
    });
    fit.covariance.forEach((value, at) => {
      expect(value).toBeCloseTo(covariance[at], 10);
      expect(fit.informationCovariance[at]).toBeCloseTo(information[at], 10);
    });
  });
});

describe("the contextual likelihood", () => {
  it("has derivatives equal to finite differences, ridge included", () => {
    const rows = simulate(200, 5);
    const parameters = Float64Array.from({ length: 8 }, (_, at) => 0.3 * Math.cos(at));
    const at = (changed: Float64Array) =>
      evaluateContextual(rows, { parameters: changed, ridge: 2.5 });
    const here = at(parameters);
    const pin = here.information.slice(0, 6).reduce((a, b) => a + b) / 6;
    const h = 1e-5;
    for (let i = 0; i < 8; i++) {
      const up = at(parameters.map((value, k) => (k === i ? value + h : value)));
      const down = at(parameters.map((value, k) => (k === i ? value - h : value)));
      expect((up.value - down.value) / (2 * h)).toBeCloseTo(here.gradient[i], 5);
      for (let j = 0; j < 8; j++) {
        const bend = (down.gradient[j] - up.gradient[j]) / (2 * h) + (i < 6 && j < 6 ? pin : 0);
        expect(bend).toBeCloseTo(here.information[i * 8 + j], 5);
      }
    }
  });

  it("does not change when sides are swapped, which flips features and verdicts", () => {
    const rows = simulate(400, 6);
    const swapped: ContextualRows = {
      ...rows,
      first: rows.second,
      second: rows.first,
      verdict: rows.verdict.map((verdict) => -verdict),
      features: rows.features.map((value) => -value),
    };
    const fit = fitted(fitContextualBradleyTerry(rows));
    const other = fitted(fitContextualBradleyTerry(swapped));
    fit.effects.forEach((effect, at) => {
      expect(other.effects[at]).toBeCloseTo(effect, 9);
    });
    fit.covariance.forEach((value, at) => {
      expect(other.covariance[at]).toBeCloseTo(value, 9);
    });
  });

  it("multiplying the counts by c leaves the fit and divides the covariance by c", () => {
    fc.assert(
      fc.property(fc.constantFrom(2, 5, 30), (c) => {
        const rows = simulate(300, 7);
        const fit = fitted(fitContextualBradleyTerry(rows));
        const other = fitted(
          fitContextualBradleyTerry({ ...rows, count: new Float64Array(300).fill(c) }),
        );
        fit.effects.forEach((effect, at) => {
          expect(other.effects[at]).toBeCloseTo(effect, 8);
        });
        fit.covariance.forEach((value, at) => {
          expect(c * other.covariance[at]).toBeCloseTo(value, 8);
        });
      }),
    );
  });
});

describe("regularisation of style effects", () => {
  it("is a fixed amount of prior information, which many judgments outweigh", () => {
    const few = fitted(fitContextualBradleyTerry(simulate(150, 8), { ridge: 20 }));
    const many = fitted(fitContextualBradleyTerry(simulate(30_000, 8), { ridge: 20 }));
    expect(few.effects[0]).toBeLessThan(0.7);
    // A penalty on the mean log-likelihood would shrink both alike, to a quarter or less.
    expect(Math.abs(many.effects[0] - 0.8)).toBeLessThan(0.05);
  });

  it("narrows the standard error of the effect it shrinks", () => {
    const rows = simulate(150, 9);
    const free = fitted(fitContextualBradleyTerry(rows));
    const held = fitted(fitContextualBradleyTerry(rows, { ridge: 50 }));
    expect(held.covariance[6 * 8 + 6]).toBeLessThan(free.covariance[6 * 8 + 6]);
    expect(held.informationCovariance[6 * 8 + 6]).toBeLessThan(
      free.informationCovariance[6 * 8 + 6],
    );
  });
});

describe("degenerate contextual data", () => {
  const rows = simulate(100, 10);

  it("no judgments", () => {
    const none = {
      ...rows,
      first: new Int32Array(0),
      second: new Int32Array(0),
      verdict: new Int8Array(0),
      features: new Float64Array(0),
    };
    expect(fitContextualBradleyTerry(none).kind).toBe("no-judgments");
  });

  it("a feature of zero variance is named, and has effect zero under a ridge", () => {
    const flat = {
      ...rows,
      features: rows.features.map((value, at) => (at % 2 === 0 ? 0 : value)),
    };
    expect(fitContextualBradleyTerry(flat)).toEqual({ kind: "unused-features", features: [0] });
    expect(fitted(fitContextualBradleyTerry(flat, { ridge: 1 })).effects[0]).toBe(0);
  });

  it("two equal features are unidentified", () => {
    const twin = { ...rows, features: rows.features.map((_, at) => rows.features[at - (at % 2)]) };
    expect(fitContextualBradleyTerry(twin).kind).toBe("unidentified");
  });

  it.each([0.1, 0.5, 3, 10, 40])(
    "a feature of size %d that predicts every verdict is unidentified",
    (size) => {
      const features = Float64Array.from(
        rows.verdict,
        (verdict, row) => verdict * size * (1 + (row % 3)),
      );
      const oracle = { ...rows, featureCount: 1, features };
      expect(fitContextualBradleyTerry(oracle).kind).toBe("unidentified");
    },
  );

  it("an unbeaten model is reported with its components", () => {
    const single = {
      modelCount: 2,
      first: Int32Array.of(0),
      second: Int32Array.of(1),
      verdict: Int8Array.of(1),
      featureCount: 0,
      features: new Float64Array(0),
    };
    expect(fitContextualBradleyTerry(single)).toEqual({
      kind: "disconnected",
      components: [[0], [1]],
    });
  });

  it("impossible rows are refused", () => {
    expect(() => fitContextualBradleyTerry({ ...rows, featureCount: 3 })).toThrow(RangeError);
    expect(() => fitContextualBradleyTerry(rows, { ridge: -1 })).toThrow(RangeError);
    expect(() => fitContextualBradleyTerry({ ...rows, second: rows.first })).toThrow(RangeError);
    const broken = { ...rows, features: rows.features.map(() => Number.NaN) };
    expect(() => fitContextualBradleyTerry(broken)).toThrow(RangeError);
  });
});
