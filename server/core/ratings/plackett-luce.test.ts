import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitBradleyTerry } from "./bradley-terry.ts";
import { sandwichCovariance } from "./covariance.ts";
import { expectDigits, fitted } from "./fixtures/expect-digits.ts";
import { nascar, nascarFit } from "./fixtures/nascar.ts";
import { citations } from "./fixtures/published-pairs.ts";
import { fitPlackettLuce } from "./plackett-luce.ts";
import { evaluateRankings, type Rankings } from "./ranking-likelihood.ts";

function rankings(
  modelCount: number,
  orders: readonly (readonly number[])[],
  extra: Partial<Rankings> = {},
): Rankings {
  const offsets = new Int32Array(orders.length + 1);
  for (const [at, order] of orders.entries()) offsets[at + 1] = offsets[at] + order.length;
  return { modelCount, offsets, models: Int32Array.from(orders.flat()), ...extra };
}

const mixed = rankings(5, [
  [0, 1, 2],
  [3, 0],
  [2, 4, 1, 3],
  [1, 0, 4],
  [4, 3, 2, 1, 0],
  [2, 0],
  [3, 1],
]);

describe("Plackett–Luce against published fits", () => {
  it("gives Hunter's NASCAR drivers", () => {
    const fit = fitted(fitPlackettLuce(nascar));
    expectDigits(fit.logLikelihood, nascarFit.logLikelihood, 3);
    const { drivers } = nascarFit;
    const total = fit.strengths.reduce((sum, strength) => sum + Math.exp(strength), 0);
    const relative = (driver: number): number =>
      fit.strengths[driver] - fit.strengths[drivers.cameron];
    const worth = (driver: number): number => Math.exp(fit.strengths[driver]) / total;
    expectDigits(relative(drivers.jones), nascarFit.strengths.jones, 2);
    expectDigits(relative(drivers.pruett), nascarFit.strengths.pruett, 2);
    expectDigits(relative(drivers.martin), nascarFit.strengths.martin, 2);
    expectDigits(relative(drivers.marcis), nascarFit.strengths.marcis, 2);
    expectDigits(relative(drivers.trickle), nascarFit.strengths.trickle, 2);
    expectDigits(relative(drivers.varde), nascarFit.strengths.varde, 2);
    expectDigits(worth(drivers.jones), nascarFit.worths.jones, 4);
    expectDigits(worth(drivers.pruett), nascarFit.worths.pruett, 5);
    expectDigits(worth(drivers.martin), nascarFit.worths.martin, 5);
  });

  it("with two models per ranking is Bradley–Terry, covariance included", () => {
    const { table } = citations;
    const orders = Array.from(table.first.keys()).flatMap((row) => [
      [table.first[row], table.second[row]],
      [table.second[row], table.first[row]],
    ]);
    const weight = Float64Array.from(orders, (_, at) =>
      at % 2 === 0 ? table.wins[at >> 1] : table.losses[at >> 1],
    );
    const fit = fitted(fitPlackettLuce(rankings(4, orders, { weight })));
    const pairs = fitted(fitBradleyTerry(table));
    const covariance = sandwichCovariance(table, pairs);
    fit.strengths.forEach((strength, model) => {
      expect(strength).toBeCloseTo(pairs.strengths[model], 9);
    });
    fit.covariance.forEach((value, at) => {
      expect(value).toBeCloseTo(covariance[at], 10);
    });
  });
});

describe("the Plackett–Luce likelihood", () => {
  it("has derivatives equal to finite differences, with ties at the end and a ridge", () => {
    const partial = {
      ...mixed,
      orderedCount: Int32Array.of(1, 1, 2, 3, 4, 1, 1),
      weight: Float64Array.of(1, 2, 1, 0.5, 3, 1, 1),
    };
    const strengths = Float64Array.from({ length: 5 }, (_, at) => Math.sin(2 * at));
    const at = (changed: Float64Array) =>
      evaluateRankings(partial, { strengths: changed, ridge: 0.7 });
    const here = at(strengths);
    const rowSum = here.information.slice(0, 5).reduce((a, b) => a + b);
    const pin = (rowSum - 0.7) / 5;
    const h = 1e-5;
    for (let i = 0; i < 5; i++) {
      const up = at(strengths.map((value, k) => (k === i ? value + h : value)));
      const down = at(strengths.map((value, k) => (k === i ? value - h : value)));
      expect((up.value - down.value) / (2 * h)).toBeCloseTo(here.gradient[i], 7);
      for (let j = 0; j < 5; j++) {
        const bend = (down.gradient[j] - up.gradient[j]) / (2 * h) + pin;
        expect(bend).toBeCloseTo(here.information[i * 5 + j], 7);
      }
    }
  });

  it("ranking probabilities of three models sum to one over all orders", () => {
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    fc.assert(
      fc.property(
        fc.tuple(
          fc.float({ min: -3, max: 3, noNaN: true }),
          fc.float({ min: -3, max: 3, noNaN: true }),
        ),
        ([a, b]) => {
          const strengths = Float64Array.of(a, b, 0);
          const chance = (order: number[]): number =>
            Math.exp(evaluateRankings(rankings(3, [order]), { strengths, ridge: 0 }).value);
          expect(orders.reduce((sum, order) => sum + chance(order), 0)).toBeCloseTo(1, 12);
        },
      ),
    );
  });

  it("a weight of two is the ranking twice", () => {
    const twice = rankings(3, [
      [0, 1, 2],
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]);
    const weighted = rankings(
      3,
      [
        [0, 1, 2],
        [2, 1, 0],
        [1, 2, 0],
      ],
      { weight: Float64Array.of(2, 1, 1) },
    );
    const fit = fitted(fitPlackettLuce(twice));
    const other = fitted(fitPlackettLuce(weighted));
    fit.strengths.forEach((strength, model) => {
      expect(other.strengths[model]).toBeCloseTo(strength, 12);
    });
    fit.covariance.forEach((value, at) => {
      expect(other.covariance[at]).toBeCloseTo(value, 12);
    });
  });

  it("does not depend on the order of models that share the last place", () => {
    const a = rankings(
      4,
      [
        [0, 1, 2, 3],
        [3, 2, 1, 0],
        [1, 0, 3, 2],
        [2, 3, 0, 1],
      ],
      { orderedCount: Int32Array.of(1, 4, 2, 4) },
    );
    const b = rankings(
      4,
      [
        [0, 3, 1, 2],
        [3, 2, 1, 0],
        [1, 0, 2, 3],
        [2, 3, 0, 1],
      ],
      { orderedCount: Int32Array.of(1, 4, 2, 4) },
    );
    const fit = fitted(fitPlackettLuce(a));
    fitted(fitPlackettLuce(b)).strengths.forEach((strength, model) => {
      expect(strength).toBeCloseTo(fit.strengths[model], 10);
    });
  });

  it("renaming models renames strengths, and multiplying weights by c divides the covariance", () => {
    const fit = fitted(fitPlackettLuce(mixed));
    const renamed = fitted(
      fitPlackettLuce({ ...mixed, models: mixed.models.map((model) => 4 - model) }),
    );
    const heavy = fitted(fitPlackettLuce({ ...mixed, weight: new Float64Array(7).fill(5) }));
    fit.strengths.forEach((strength, model) => {
      expect(renamed.strengths[4 - model]).toBeCloseTo(strength, 9);
      expect(heavy.strengths[model]).toBeCloseTo(strength, 9);
      expect(5 * heavy.covariance[model * 6]).toBeCloseTo(fit.covariance[model * 6], 9);
    });
  });
});

describe("degenerate rankings", () => {
  it("no rankings, one model and rankings of one", () => {
    expect(fitPlackettLuce(rankings(3, [])).kind).toBe("no-rankings");
    expect(fitPlackettLuce(rankings(1, [[0]])).kind).toBe("no-rankings");
    expect(fitPlackettLuce(rankings(3, [[0], [2], []])).kind).toBe("no-rankings");
    const unordered = rankings(3, [[0, 1, 2]], { orderedCount: Int32Array.of(0) });
    expect(fitPlackettLuce(unordered).kind).toBe("no-rankings");
  });

  it("a model that always comes last is reported, and is finite with a ridge", () => {
    const data = rankings(3, [
      [0, 1, 2],
      [1, 0, 2],
    ]);
    expect(fitPlackettLuce(data)).toEqual({ kind: "disconnected", components: [[0, 1], [2]] });
    const fit = fitted(fitPlackettLuce(data, { ridge: 0.5 }));
    expect(fit.strengths[2]).toBeLessThan(fit.strengths[0]);
    expect(fit.covariance.every(Number.isFinite)).toBe(true);
  });

  it("models that were never ranked together stay apart under a ridge", () => {
    const data = rankings(4, [
      [0, 1],
      [2, 3],
    ]);
    expect(fitPlackettLuce(data, { ridge: 1 })).toEqual({
      kind: "disconnected",
      components: [
        [0, 1],
        [2, 3],
      ],
    });
  });

  it("any rankings at all give finite numbers or a reason", () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4]);
    fc.assert(
      fc.property(fc.array(order, { maxLength: 8 }), fc.constantFrom(0, 0.5), (orders, ridge) => {
        const result = fitPlackettLuce(rankings(5, orders), { ridge });
        if (result.kind !== "fitted") return;
        const numbers = [...result.strengths, ...result.covariance, result.logLikelihood];
        expect(numbers.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("impossible rankings are refused", () => {
    expect(() => fitPlackettLuce(rankings(2, [[0, 0]]))).toThrow(RangeError);
    expect(() => fitPlackettLuce(rankings(2, [[0, 2]]))).toThrow(RangeError);
    expect(() => fitPlackettLuce({ ...mixed, offsets: Int32Array.of(0, 3) })).toThrow(RangeError);
    expect(() => fitPlackettLuce(mixed, { ridge: -1 })).toThrow(RangeError);
    expect(() => fitPlackettLuce({ ...mixed, weight: new Float64Array(7) })).toThrow(RangeError);
  });
});
