import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitBradleyTerry } from "./bradley-terry.ts";
import {
  cumulativeLinkModel,
  fitCumulativeLink,
  fitRaoKupper,
  raoKupperChances,
} from "./cumulative-link.ts";
import { davidsonChances, davidsonModel, fitDavidson } from "./davidson.ts";
import { evaluateMargins, type MarginModel } from "./fit-margin-model.ts";
import { expectDigits, fitted } from "./fixtures/expect-digits.ts";
import { pairTable, puddings, wikipedia } from "./fixtures/published-pairs.ts";
import { type GradedTable, gradeOutcomes } from "./graded-table.ts";

function worths(strengths: Float64Array): Float64Array {
  const exponentials = strengths.map(Math.exp);
  const total = exponentials.reduce((a, b) => a + b);
  return exponentials.map((value) => value / total);
}

const fivePoint: GradedTable = {
  modelCount: 3,
  first: Int32Array.of(0, 1, 0),
  second: Int32Array.of(1, 2, 2),
  gradeCount: 5,
  counts: Float64Array.of(4, 7, 9, 12, 8, 3, 6, 8, 5, 6, 2, 5, 6, 11, 14),
};

describe("tie models against published fits", () => {
  it("gives Davidson's puddings: his printed digits and R's longer ones", () => {
    const fit = fitted(fitDavidson(puddings.table));
    expectDigits(fit.tieParameter, puddings.davidson.paper.tie, 3);
    expectDigits(fit.tieParameter, puddings.davidson.tie, 6);
    expectDigits(fit.logLikelihood, puddings.davidson.logLikelihood, 6);
    for (const [item, worth] of worths(fit.strengths).entries()) {
      expectDigits(worth, puddings.davidson.worths[item], 6);
      // The paper stopped after seven steps of a slower iteration, one unit away in the last digit.
      expect(Math.abs(worth - puddings.davidson.paper.worths[item])).toBeLessThan(0.0015);
    }
  });

  it("gives the Rao–Kupper fit of the same puddings", () => {
    const fit = fitted(fitRaoKupper(puddings.table));
    expectDigits(fit.tieParameter, puddings.raoKupper.tie, 6);
    expectDigits(fit.logLikelihood, puddings.raoKupper.logLikelihood, 6);
    for (const [item, worth] of worths(fit.strengths).entries()) {
      expectDigits(worth, puddings.raoKupper.worths[item], 6);
    }
  });
});

describe("cumulative link", () => {
  it("with three grades is Rao–Kupper", () => {
    const fit = fitted(fitCumulativeLink(gradeOutcomes(puddings.table)));
    expect(fit.thresholds[1]).toBeCloseTo(Math.log(puddings.raoKupper.tie), 6);
    expect(fit.thresholds[0]).toBe(-fit.thresholds[1]);
    expect(fit.logLikelihood).toBeCloseTo(puddings.raoKupper.logLikelihood, 6);
  });

  it("with two grades is Bradley–Terry without ties", () => {
    const { table } = wikipedia;
    const counts = Float64Array.from({ length: 8 }, (_, at) =>
      at % 2 === 0 ? table.losses[at >> 1] : table.wins[at >> 1],
    );
    const fit = fitted(fitCumulativeLink({ ...table, gradeCount: 2, counts }));
    const plain = fitted(fitBradleyTerry(table));
    fit.strengths.forEach((strength, model) => {
      expect(strength).toBeCloseTo(plain.strengths[model], 9);
    });
    expect(Array.from(fit.thresholds)).toEqual([0]);
  });

  it("recovers thresholds of a five-point scale from expected counts", () => {
    // Counts in exact proportion to the model's probabilities make the true values the maximum.
    const truth = { strengths: [0.6, -0.1, -0.5], thresholds: [-1.7, -0.4, 0.4, 1.7] };
    const sigma = (x: number): number => 1 / (1 + Math.exp(-x));
    const pairs = [
      [0, 1],
      [1, 2],
      [0, 2],
    ];
    const counts = pairs.flatMap(([a, b]) => {
      const margin = truth.strengths[a] - truth.strengths[b];
      const below = [...truth.thresholds.map((c) => sigma(c - margin)), 1];
      return below.map((p, k) => 1000 * (p - (k === 0 ? 0 : below[k - 1])));
    });
    const fit = fitted(
      fitCumulativeLink({
        modelCount: 3,
        first: Int32Array.from(pairs, ([a]) => a),
        second: Int32Array.from(pairs, ([, b]) => b),
        gradeCount: 5,
        counts: Float64Array.from(counts),
      }),
    );
    truth.thresholds.forEach((c, k) => {
      expect(fit.thresholds[k]).toBeCloseTo(c, 8);
    });
    truth.strengths.forEach((strength, model) => {
      expect(fit.strengths[model]).toBeCloseTo(strength, 8);
    });
  });

  it("is unchanged when first and second are swapped and the grades mirrored", () => {
    const mirrored = { ...fivePoint, first: fivePoint.second, second: fivePoint.first };
    const counts = fivePoint.counts.map((_, at) => fivePoint.counts[at - (at % 5) + 4 - (at % 5)]);
    const fit = fitted(fitCumulativeLink(fivePoint));
    const other = fitted(fitCumulativeLink({ ...mirrored, counts }));
    fit.strengths.forEach((strength, model) => {
      expect(other.strengths[model]).toBeCloseTo(strength, 9);
    });
    fit.covariance.forEach((value, at) => {
      expect(other.covariance[at]).toBeCloseTo(value, 9);
    });
  });

  it("multiplying the counts by c divides the covariance by c", () => {
    const scaled = { ...fivePoint, counts: fivePoint.counts.map((count) => 4 * count) };
    const fit = fitted(fitCumulativeLink(fivePoint));
    const other = fitted(fitCumulativeLink(scaled));
    fit.shape.forEach((value, at) => {
      expect(other.shape[at]).toBeCloseTo(value, 8);
    });
    fit.covariance.forEach((value, at) => {
      expect(4 * other.covariance[at]).toBeCloseTo(value, 8);
    });
  });
});

describe("likelihoods of graded judgments", () => {
  it.each([
    { name: "Davidson", model: davidsonModel, table: gradeOutcomes(puddings.table), shape: [0.3] },
    {
      name: "Rao–Kupper",
      model: cumulativeLinkModel(3),
      table: gradeOutcomes(puddings.table),
      shape: [0.8],
    },
    { name: "Five grades", model: cumulativeLinkModel(5), table: fivePoint, shape: [0.5, 1.4] },
    {
      name: "Four grades",
      model: cumulativeLinkModel(4),
      table: { ...fivePoint, gradeCount: 4, counts: fivePoint.counts.slice(0, 12) },
      shape: [1.1],
    },
  ])(
    "$name: derivatives equal to finite differences",
    ({ model, table, shape }: { model: MarginModel; table: GradedTable; shape: number[] }) => {
      const strengths = Array.from({ length: table.modelCount }, (_, at) => 0.4 * Math.sin(3 * at));
      const parameters = Float64Array.from([...strengths, ...shape]);
      const at = (changed: Float64Array) => {
        const evaluation = evaluateMargins(model, table, changed);
        if (evaluation === null) throw new Error("outside the domain");
        return evaluation;
      };
      const here = at(parameters);
      const size = parameters.length;
      const pin = here.information[0] - unpinned(here.information, table.modelCount, size);
      const h = 1e-5;
      for (let i = 0; i < size; i++) {
        const up = at(parameters.map((value, k) => (k === i ? value + h : value)));
        const down = at(parameters.map((value, k) => (k === i ? value - h : value)));
        expect((up.value - down.value) / (2 * h)).toBeCloseTo(here.gradient[i], 4);
        for (let j = 0; j < size; j++) {
          const isPinned = i < table.modelCount && j < table.modelCount;
          const bend = (down.gradient[j] - up.gradient[j]) / (2 * h) + (isPinned ? pin : 0);
          expect(bend).toBeCloseTo(here.information[i * size + j], 4);
        }
      }
    },
  );

  /** The first diagonal entry without the pin, from the fact that its row sums to zero. */
  function unpinned(information: Float64Array, modelCount: number, size: number): number {
    let rowSum = 0;
    for (let column = 0; column < modelCount; column++) rowSum += information[column];
    expect(size).toBeGreaterThan(modelCount);
    return information[0] - rowSum / modelCount;
  }

  it("chances of both tie models sum to one and mirror under a swap", () => {
    const margin = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(margin, fc.double({ min: 1, max: 20, noNaN: true }), (d, tie) => {
        for (const chances of [davidsonChances, raoKupperChances]) {
          const here = chances(d, tie);
          const there = chances(-d, tie);
          expect(here.first + here.tie + here.second).toBeCloseTo(1, 12);
          expect(there.first).toBeCloseTo(here.second, 12);
        }
      }),
    );
    for (const chance of Object.values(davidsonChances(0, 1)))
      expect(chance).toBeCloseTo(1 / 3, 15);
    expect(davidsonChances(2, 0).tie).toBe(0);
    expect(() => davidsonChances(0, -1)).toThrow(RangeError);
    expect(() => raoKupperChances(0, 0.5)).toThrow(RangeError);
  });
});

describe("degenerate graded data", () => {
  it("no judgments", () => {
    expect(fitDavidson(pairTable(2, [])).kind).toBe("no-judgments");
    expect(fitRaoKupper(pairTable(2, [[0, 1, 0, 0, 0]])).kind).toBe("no-judgments");
    expect(fitCumulativeLink({ ...fivePoint, counts: new Float64Array(15) }).kind).toBe(
      "no-judgments",
    );
  });

  it("all ties, and no ties", () => {
    expect(fitDavidson(pairTable(2, [[0, 1, 0, 0, 4]])).kind).toBe("all-ties");
    expect(fitRaoKupper(pairTable(2, [[0, 1, 0, 0, 4]])).kind).toBe("all-ties");
    expect(fitDavidson(wikipedia.table).kind).toBe("no-ties");
    expect(fitRaoKupper(wikipedia.table).kind).toBe("no-ties");
  });

  it("any table at all gives finite numbers or a reason", () => {
    const count = fc.integer({ min: 0, max: 3 });
    const meeting = fc.tuple(fc.nat(4), fc.nat(4), count, count, count);
    fc.assert(
      fc.property(fc.array(meeting, { maxLength: 14 }), (meetings) => {
        const table = pairTable(
          5,
          meetings.filter(([first, second]) => first !== second),
        );
        const before = structuredClone(table);
        const graded = gradeOutcomes(table);
        for (const result of [fitDavidson(table), fitRaoKupper(table), fitCumulativeLink(graded)]) {
          if (result.kind !== "fitted") continue;
          const numbers = [...result.strengths, ...result.shape, ...result.covariance];
          expect([...numbers, result.logLikelihood].every(Number.isFinite)).toBe(true);
        }
        expect(table).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  it("a pair with wins and ties but no loss has no finite fit, although ties connect it", () => {
    // d → ∞ with ln ν = d/2 − constant keeps raising the likelihood.
    for (const [wins, ties] of [
      [6, 3],
      [1, 1],
      [500, 2],
      [3, 400],
    ]) {
      const table = pairTable(2, [[0, 1, wins, 0, ties]]);
      expect(fitDavidson(table).kind).toBe("separated");
      expect(fitRaoKupper(table).kind).toBe("separated");
    }
  });

  it("perfect separation reports its components", () => {
    const table = pairTable(3, [
      [0, 1, 5, 0],
      [1, 2, 2, 2, 2],
    ]);
    expect(fitDavidson(table)).toEqual({ kind: "disconnected", components: [[0], [1, 2]] });
  });

  it("a size of preference that nobody used is named", () => {
    const counts = fivePoint.counts.map((count, at) => (at % 5 === 0 || at % 5 === 4 ? 0 : count));
    expect(fitCumulativeLink({ ...fivePoint, counts })).toEqual({
      kind: "unused-grade",
      grades: [0],
    });
  });

  it("impossible tables are refused", () => {
    expect(() => fitCumulativeLink({ ...fivePoint, gradeCount: 4 })).toThrow(RangeError);
    expect(() => fitCumulativeLink({ ...fivePoint, first: fivePoint.second })).toThrow(RangeError);
  });
});
