import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logistic } from "#server/core/numerics/logistic.ts";
import { evaluateBradleyTerry, fitBradleyTerry } from "./bradley-terry.ts";
import { informationCovariance, sandwichCovariance } from "./covariance.ts";
import { expectDigits, fitted } from "./fixtures/expect-digits.ts";
import { baseball, citations, pairTable, tennis, wikipedia } from "./fixtures/published-pairs.ts";
import { connectedTable } from "./fixtures/random-tables.ts";
import type { PairTable } from "./pair-table.ts";

/** 2·Σ observed·ln(observed/expected) over the rows as given. */
function deviance({ first, second, wins, losses }: PairTable, strengths: Float64Array): number {
  let total = 0;
  for (let row = 0; row < first.length; row++) {
    const games = wins[row] + losses[row];
    const probability = logistic(strengths[first[row]] - strengths[second[row]]);
    if (wins[row] > 0) total += 2 * wins[row] * Math.log(wins[row] / (games * probability));
    if (losses[row] > 0) {
      total += 2 * losses[row] * Math.log(losses[row] / (games * (1 - probability)));
    }
  }
  return total;
}

describe("Bradley–Terry against published fits", () => {
  it("gives Wikipedia's strengths to ten digits", () => {
    const { strengths } = fitted(fitBradleyTerry(wikipedia.table));
    for (const [model, worth] of wikipedia.worths.entries()) {
      expectDigits(Math.exp(strengths[model]), worth, 10);
    }
  });

  it("gives the journal strengths, standard errors and deviance of BradleyTerry2", () => {
    const fit = fitted(fitBradleyTerry(citations.table));
    const covariance = informationCovariance(fit);
    for (const [model, expected] of citations.strengths.entries()) {
      expectDigits(fit.strengths[model] - fit.strengths[0], expected, 10);
      const variance = covariance[model * 4 + model] + covariance[0] - 2 * covariance[model * 4];
      expectDigits(Math.sqrt(Math.max(0, variance)), citations.standardErrors[model], 10);
    }
    expectDigits(deviance(citations.table, fit.strengths), citations.deviance, 8);
  });

  it("gives the baseball strengths, standard errors and deviance without a home effect", () => {
    const fit = fitted(fitBradleyTerry(baseball.table));
    const covariance = informationCovariance(fit);
    for (const [model, expected] of baseball.strengths.entries()) {
      expectDigits(fit.strengths[model] - fit.strengths[6], expected, 7);
      const variance =
        covariance[model * 7 + model] + covariance[48] - 2 * covariance[model * 7 + 6];
      if (model < 6) {
        expect(Math.sqrt(variance)).toBeGreaterThan(0.3315);
        expect(Math.sqrt(variance)).toBeLessThan(0.3435);
      }
    }
    expectDigits(deviance(baseball.table, fit.strengths), baseball.deviance, 7);
  });

  it("gives the tennis strengths and deviance", () => {
    const { strengths } = fitted(fitBradleyTerry(tennis.table));
    for (const [model, expected] of tennis.strengths.entries()) {
      expectDigits(strengths[model] - strengths[4], expected, 7);
    }
    expectDigits(deviance(tennis.table, strengths), tennis.deviance, 7);
  });
});

describe("the Bradley–Terry likelihood", () => {
  it("has gradient and information equal to finite differences", () => {
    fc.assert(
      fc.property(
        connectedTable(),
        fc.infiniteStream(fc.double({ min: -2, max: 2, noNaN: true })),
        (table, stream) => {
          const strengths = Float64Array.from(
            { length: table.modelCount },
            () => stream.next().value,
          );
          const { gradient, information } = evaluateBradleyTerry(table, strengths);
          const h = 1e-5;
          for (let i = 0; i < table.modelCount; i++) {
            const up = evaluateBradleyTerry(
              table,
              strengths.map((s, k) => (k === i ? s + h : s)),
            );
            const down = evaluateBradleyTerry(
              table,
              strengths.map((s, k) => (k === i ? s - h : s)),
            );
            const slope = (up.value - down.value) / (2 * h);
            expect(Math.abs(slope - gradient[i])).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
            // The pin is the same constant in every entry, so differences within a row are free of it.
            for (let j = 1; j < table.modelCount; j++) {
              const bend =
                (up.gradient[j] - down.gradient[j] - up.gradient[0] + down.gradient[0]) / (2 * h);
              const row = i * table.modelCount;
              expect(Math.abs(bend + information[row + j] - information[row])).toBeLessThan(1e-4);
            }
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it("is maximal at the fit: the gradient is below 10⁻⁸ per judgment", () => {
    fc.assert(
      fc.property(connectedTable(), (table) => {
        const { strengths } = fitted(fitBradleyTerry(table));
        const total = [...table.wins, ...table.losses, ...table.ties].reduce((a, b) => a + b);
        for (const slope of evaluateBradleyTerry(table, strengths).gradient) {
          expect(Math.abs(slope)).toBeLessThan(1e-8 * total);
        }
      }),
    );
  });
});

describe("what must not change a Bradley–Terry fit", () => {
  it("swapping first and second in every row", () => {
    fc.assert(
      fc.property(connectedTable(), (table) => {
        expectSameFit(table, {
          ...table,
          first: table.second,
          second: table.first,
          wins: table.losses,
          losses: table.wins,
        });
      }),
    );
  });

  it("the order of the rows", () => {
    fc.assert(
      fc.property(connectedTable(), (table) => {
        expectSameFit(table, {
          ...table,
          first: table.first.toReversed(),
          second: table.second.toReversed(),
          wins: table.wins.toReversed(),
          losses: table.losses.toReversed(),
          ties: table.ties.toReversed(),
        });
      }),
    );
  });

  it("splitting the judgments of a pair over two rows", () => {
    fc.assert(
      fc.property(connectedTable(), (table) => {
        const halves = (counts: Float64Array): Float64Array =>
          Float64Array.from([
            ...counts.map((n) => Math.floor(n / 3)),
            ...counts.map((n) => n - Math.floor(n / 3)),
          ]);
        expectSameFit(table, {
          modelCount: table.modelCount,
          first: Int32Array.from([...table.first, ...table.first]),
          second: Int32Array.from([...table.second, ...table.second]),
          wins: halves(table.wins),
          losses: halves(table.losses),
          ties: halves(table.ties),
        });
      }),
    );
  });

  it("renaming the models, apart from the names", () => {
    fc.assert(
      fc.property(connectedTable(), (table) => {
        const rename = (model: number): number => table.modelCount - 1 - model;
        const renamed = {
          ...table,
          first: table.first.map(rename),
          second: table.second.map(rename),
        };
        const fit = fitted(fitBradleyTerry(table, { pseudoJudgments: 0.7 }));
        const other = fitted(fitBradleyTerry(renamed, { pseudoJudgments: 0.7 }));
        const size = table.modelCount;
        const covariance = sandwichCovariance(table, fit);
        const otherCovariance = sandwichCovariance(renamed, other);
        for (let i = 0; i < size; i++) {
          expect(other.strengths[rename(i)]).toBeCloseTo(fit.strengths[i], 8);
          for (let j = 0; j < size; j++) {
            expect(otherCovariance[rename(i) * size + rename(j)]).toBeCloseTo(
              covariance[i * size + j],
              7,
            );
          }
        }
      }),
    );
  });

  it("multiplying every count by c, which divides standard errors by √c", () => {
    fc.assert(
      fc.property(connectedTable(), fc.constantFrom(2, 7, 100), (table, c) => {
        const times = (counts: Float64Array): Float64Array => counts.map((n) => n * c);
        const scaled = {
          ...table,
          wins: times(table.wins),
          losses: times(table.losses),
          ties: times(table.ties),
        };
        const fit = fitted(fitBradleyTerry(table));
        const other = fitted(fitBradleyTerry(scaled));
        const covariance = sandwichCovariance(table, fit);
        const otherCovariance = sandwichCovariance(scaled, other);
        for (let i = 0; i < table.modelCount; i++) {
          expect(other.strengths[i]).toBeCloseTo(fit.strengths[i], 8);
          const at = i * table.modelCount + i;
          expect(otherCovariance[at] * c).toBeCloseTo(covariance[at], 7);
        }
      }),
    );
  });

  it("weighting a row by w, which gives the strengths of w times the counts and w times the B", () => {
    const plain = fitted(fitBradleyTerry(wikipedia.table));
    const weighted = { ...wikipedia.table, weight: new Float64Array(4).fill(3) };
    const fit = fitted(fitBradleyTerry(weighted));
    const covariance = sandwichCovariance(wikipedia.table, plain);
    // A weight common to all rows cancels from the sandwich: (3H)⁻¹(9B)(3H)⁻¹ = H⁻¹BH⁻¹.
    sandwichCovariance(weighted, fit).forEach((value, at) => {
      expect(value).toBeCloseTo(covariance[at], 10);
    });
  });

  function expectSameFit(table: PairTable, other: PairTable): void {
    for (const pseudoJudgments of [0, 1]) {
      const fit = fitted(fitBradleyTerry(table, { pseudoJudgments }));
      const otherFit = fitted(fitBradleyTerry(other, { pseudoJudgments }));
      const covariance = sandwichCovariance(table, fit);
      const otherCovariance = sandwichCovariance(other, otherFit);
      fit.strengths.forEach((strength, model) => {
        expect(otherFit.strengths[model]).toBeCloseTo(strength, 9);
      });
      covariance.forEach((value, at) => {
        expect(otherCovariance[at]).toBeCloseTo(value, 8);
      });
      expect(otherFit.logLikelihood).toBeCloseTo(fit.logLikelihood, 6);
    }
  }
});

describe("degenerate Bradley–Terry data", () => {
  it("no judgments", () => {
    expect(fitBradleyTerry(pairTable(3, [])).kind).toBe("no-judgments");
    expect(fitBradleyTerry(pairTable(3, [[0, 1, 0, 0, 0]])).kind).toBe("no-judgments");
  });

  it("no models and one model", () => {
    expect(fitBradleyTerry(pairTable(0, [])).kind).toBe("no-judgments");
    expect(fitBradleyTerry(pairTable(1, [])).kind).toBe("no-judgments");
  });

  it("perfect separation is reported with its components, and is finite when regularised", () => {
    const table = pairTable(3, [
      [0, 1, 5, 0],
      [1, 2, 3, 2],
    ]);
    expect(fitBradleyTerry(table)).toEqual({ kind: "disconnected", components: [[0], [1, 2]] });
    const fit = fitted(fitBradleyTerry(table, { pseudoJudgments: 1 }));
    expect(fit.strengths.every(Number.isFinite)).toBe(true);
    expect(fit.strengths[0]).toBeGreaterThan(fit.strengths[1]);
  });

  it("two groups that never met stay disconnected however much is added to observed pairs", () => {
    const table = pairTable(4, [
      [0, 1, 3, 1],
      [2, 3, 1, 2],
    ]);
    const result = fitBradleyTerry(table, { pseudoJudgments: 10 });
    expect(result).toEqual({
      kind: "disconnected",
      components: [
        [0, 1],
        [2, 3],
      ],
    });
  });

  it("all ties give equal strengths and no variance", () => {
    const table = pairTable(3, [
      [0, 1, 0, 0, 5],
      [1, 2, 0, 0, 5],
    ]);
    const fit = fitted(fitBradleyTerry(table));
    expect(Array.from(fit.strengths)).toEqual([0, 0, 0]);
    expect(sandwichCovariance(table, fit).every((value) => value === 0)).toBe(true);
  });

  it("a cycle of single wins gives equal strengths", () => {
    const table = pairTable(3, [
      [0, 1, 1, 0],
      [1, 2, 1, 0],
      [2, 0, 1, 0],
    ]);
    for (const strength of fitted(fitBradleyTerry(table)).strengths) {
      expect(strength).toBeCloseTo(0, 12);
    }
  });

  it("a billion to one is still a finite, exact fit", () => {
    const { strengths } = fitted(fitBradleyTerry(pairTable(2, [[0, 1, 1e9, 1]])));
    expect(strengths[0] - strengths[1]).toBeCloseTo(Math.log(1e9), 9);
  });

  it("tables that no judgments could give are refused", () => {
    expect(() => fitBradleyTerry(pairTable(2, [[0, 0, 1, 0]]))).toThrow(RangeError);
    expect(() => fitBradleyTerry(pairTable(2, [[0, 2, 1, 0]]))).toThrow(RangeError);
    expect(() => fitBradleyTerry(pairTable(2, [[0, 1, -1, 0]]))).toThrow(RangeError);
    expect(() => fitBradleyTerry(pairTable(2, [[0, 1, Number.NaN, 0]]))).toThrow(RangeError);
    expect(() => fitBradleyTerry(pairTable(2, []), { pseudoJudgments: -1 })).toThrow(RangeError);
    const short = { ...pairTable(2, [[0, 1, 1, 0]]), wins: new Float64Array(0) };
    expect(() => fitBradleyTerry(short)).toThrow(RangeError);
  });
});
