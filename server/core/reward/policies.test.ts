import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "#server/core/numerics/random.ts";
import { predictMargins } from "#server/core/selection/predict-margins.ts";
import { lookUpDoubts } from "./doubt-table.ts";
import { defaultPolicy, policies, usablePolicy } from "./policies.ts";
import type { PolicyInput } from "./policy-input.ts";
import { type CompletionRewards, pairRewardMargins } from "./predict-reward.ts";

function randomInput(seed: number, completions = 40, width = 6): PolicyInput {
  const random = createRandom(seed);
  const draw = (length: number) => Float64Array.from({ length }, () => random.normal());
  const rewards: CompletionRewards = {
    means: draw(completions),
    coordinates: Float32Array.from(draw(completions * width)),
    width,
  };
  const pairs = {
    first: Uint32Array.from({ length: completions / 2 }, (_, pair) => 2 * pair),
    second: Uint32Array.from({ length: completions / 2 }, (_, pair) => 2 * pair + 1),
  };
  return {
    rewards,
    pairs,
    margins: pairRewardMargins(rewards, pairs),
    reference: Uint32Array.of(0, 3, 5),
    ranking: {
      models: Uint32Array.from({ length: completions }, () => random.below(3)),
      strengths: draw(3),
      covariance: Float64Array.of(2, -1, -1, -1, 2, -1, -1, -1, 2),
    },
  };
}

function scoreOne(name: keyof typeof policies, mean: number, deviation: number): number {
  // The many other pairs fix the cap of the capped policy.
  const others = Array.from({ length: 99 }, (_, index) => (index + 1) / 50);
  const margins = {
    means: Float64Array.of(mean, ...others.map(() => 0)),
    variances: Float64Array.of(deviation ** 2, ...others.map((value) => value ** 2)),
  };
  return policies[name]({ ...randomInput(1), margins, reference: new Uint32Array(0) })[0];
}

describe("lookUpDoubts", () => {
  it("agrees with the quadrature", () => {
    const random = createRandom(1);
    const means = Float64Array.from({ length: 4000 }, () => 8 * (random.uniform() - 0.5) * 2);
    const variances = Float64Array.from({ length: 4000 }, () => (4 * random.uniform()) ** 2);
    const exact = predictMargins({ means, variances });
    const read = lookUpDoubts({ means, variances });
    for (let pair = 0; pair < means.length; pair++) {
      expect(Math.abs(read.entropies[pair] - exact.entropies[pair])).toBeLessThan(3e-4);
      const distance = Math.abs(read.mutualInformation[pair] - exact.mutualInformation[pair]);
      expect(distance).toBeLessThan(3e-4 + 0.01 * exact.mutualInformation[pair]);
    }
  });

  it("keeps the relative precision of a very small variance", () => {
    const read = lookUpDoubts({ means: Float64Array.of(0), variances: Float64Array.of(1e-6) });
    // To first order the information is p(1−p)·v/2.
    expect(read.mutualInformation[0] / (1e-6 / 8)).toBeCloseTo(1, 2);
  });

  it("stays finite and in range far outside the table", () => {
    const read = lookUpDoubts({
      means: Float64Array.of(-500, 500, 0),
      variances: Float64Array.of(0, 1e6, 1e6),
    });
    for (const value of [...read.entropies, ...read.mutualInformation]) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(Math.LN2 + 1e-9);
    }
  });
});

describe("policies", () => {
  it.each(Object.keys(policies))(
    "%s scores every pair with a finite number that is not negative",
    (name) => {
      fc.assert(
        fc.property(fc.nat(10_000), (seed) => {
          const input = randomInput(seed);
          const policy = Object.entries(policies).find(([known]) => known === name)?.[1];
          const scores = policy?.(input) ?? [];
          expect(scores).toHaveLength(20);
          for (const score of scores) expect(score >= 0 && score < Infinity).toBe(true);
        }),
        { numRuns: 20 },
      );
    },
  );

  it("entropy does not tell ignorance from noise; BALD, capped and D-optimal do", () => {
    expect(scoreOne("entropy", 0, 0.1)).toBeCloseTo(scoreOne("entropy", 0, 1), 3);
    for (const name of ["bald", "capped", "d-optimal"] as const) {
      expect(scoreOne(name, 0, 1)).toBeGreaterThan(3 * scoreOne(name, 0, 0.1));
    }
  });

  it("the capped policy does not follow an outlier, BALD and D-optimal do", () => {
    expect(scoreOne("capped", 0, 5)).toBeLessThanOrEqual(scoreOne("capped", 0, 1.7));
    expect(scoreOne("bald", 0, 5)).toBeGreaterThan(1.5 * scoreOne("bald", 0, 1.7));
    expect(scoreOne("d-optimal", 0, 5)).toBeGreaterThan(5 * scoreOne("d-optimal", 0, 1.7));
  });

  it("large-gap prefers pairs that may be far apart", () => {
    expect(scoreOne("large-gap", 2, 1)).toBeGreaterThan(scoreOne("large-gap", 0, 1));
    expect(scoreOne("large-gap", 0, 2)).toBeGreaterThan(scoreOne("large-gap", 0, 1));
  });

  it("expected accuracy prefers the pair that decides the reference pairs", () => {
    // Completions 0 and 1 differ only along the first axis, 2 and 3 only along the second; the
    // reference is a doubtful pair along the first.
    const rewards: CompletionRewards = {
      means: Float64Array.of(0, 0, 0, 0, 0.1, 0),
      coordinates: Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0),
      width: 2,
    };
    const pairs = { first: Uint32Array.of(0, 2, 4), second: Uint32Array.of(1, 3, 5) };
    const margins = pairRewardMargins(rewards, pairs);
    const scores = policies["expected-accuracy"]({
      rewards,
      pairs,
      margins,
      reference: Uint32Array.of(2),
    });
    expect(scores[0]).toBeGreaterThan(0.01);
    expect(scores[1]).toBeCloseTo(0, 10);
  });

  it("finds no expected gain without anything to be right about", () => {
    const input = { ...randomInput(3), reference: new Uint32Array(0) };
    expect(new Set(policies["expected-accuracy"](input))).toEqual(new Set([0]));
  });

  it("rank-flip asks about the models whose order is open, not about those whose order is known", () => {
    // Models 0 and 1 are close, 2 is far behind; the last pair compares model 2 with itself.
    const input: PolicyInput = {
      ...randomInput(4, 8),
      pairs: { first: Uint32Array.of(0, 0, 6), second: Uint32Array.of(1, 2, 7) },
      ranking: {
        models: Uint32Array.of(0, 1, 2, 0, 0, 1, 2, 2),
        strengths: Float64Array.of(0.1, 0, -6),
        covariance: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
      },
    };
    const [open, settled, sameModel] = policies["rank-flip"](input);
    expect(open).toBeGreaterThan(20 * settled);
    expect(sameModel).toBe(0);
  });

  it("rank-flip refuses to guess without a ranking or for a model that it does not know", () => {
    const input = randomInput(5);
    expect(() => policies["rank-flip"]({ ...input, ranking: null })).toThrow(RangeError);
    const ranking = input.ranking ?? expect.fail("expected a ranking");
    const unknown = { ...ranking, models: new Uint32Array(3) };
    expect(() => policies["rank-flip"]({ ...input, ranking: unknown })).toThrow(RangeError);
  });

  it("the default stands in for rank-flip until models are ranked, and for nothing else", () => {
    const { ranking } = randomInput(6);
    expect(usablePolicy("rank-flip", { ranking: null })).toBe(defaultPolicy);
    expect(usablePolicy("rank-flip", { ranking })).toBe("rank-flip");
    expect(usablePolicy("entropy", { ranking: null })).toBe("entropy");
  });
});
