import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "#server/core/numerics/random.ts";
import { buildQueue, type QueueInput, queueDefaults, servePropensity } from "./build-queue.ts";

/** `sizes[p]` pairs for prompt p, with a score that grows along the list. */
function pool(sizes: readonly number[], extra: Partial<QueueInput> = {}): QueueInput {
  const prompts = sizes.flatMap((size, prompt) => Array<number>(size).fill(prompt));
  return {
    scores: Float64Array.from(prompts, (_, pair) => pair + 1),
    prompts: Uint32Array.from(prompts),
    labelledFractions: new Float64Array(sizes.length),
    batch: 4,
    ...extra,
  };
}

describe("buildQueue", () => {
  it("holds one pair of every candidate prompt, best key first", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(6), { minLength: 1, maxLength: 30 }),
        fc.nat(1000),
        (sizes, seed) => {
          const input = pool(sizes);
          const queue = buildQueue(input, createRandom(seed), {
            ...queueDefaults,
            promptsPerPlace: 1000,
          });
          const prompts = Array.from(queue.pairs, (pair) => input.prompts[pair]);
          expect(new Set(prompts).size).toBe(prompts.length);
          expect(prompts.length).toBe(sizes.filter((size) => size > 0).length);
          expect(queue.keys).toEqual(queue.keys.slice().sort().reverse());
          for (let entry = 0; entry < queue.pairs.length; entry++) {
            expect(queue.weights[entry]).toBeGreaterThan(0);
            expect(queue.weights[entry]).toBeLessThanOrEqual(
              queue.promptWeights[entry] * (1 + 1e-12),
            );
          }
        },
      ),
    );
  });

  it("takes the least labelled prompts first, until pairs and prompts suffice", () => {
    const labelledFractions = Float64Array.from({ length: 50 }, (_, prompt) =>
      prompt < 20 ? 0.5 : 0,
    );
    const input = pool(Array<number>(50).fill(3), { labelledFractions });
    const queue = buildQueue(input, createRandom(1), {
      sharpness: 2,
      pairsPerPlace: 8,
      promptsPerPlace: 2,
    });
    expect(queue.pairs.length).toBe(11);
    for (const pair of queue.pairs) expect(input.prompts[pair]).toBeGreaterThanOrEqual(20);
  });

  it("gives the same queue for the same seed and another for another", () => {
    const input = pool(Array<number>(40).fill(5));
    expect(buildQueue(input, createRandom(7))).toEqual(buildQueue(input, createRandom(7)));
    expect(buildQueue(input, createRandom(8)).pairs).not.toEqual(
      buildQueue(input, createRandom(7)).pairs,
    );
  });

  it("is empty for an empty pool", () => {
    expect(buildQueue(pool([]), createRandom(1)).pairs).toHaveLength(0);
    expect(buildQueue(pool([0, 0]), createRandom(1)).pairs).toHaveLength(0);
  });

  it("serves at random when no pair scores, and never makes a pair impossible", () => {
    const flat = buildQueue(pool([3, 3], { scores: new Float64Array(6) }), createRandom(1));
    expect([...flat.weights]).toEqual([1, 1]);
    expect([...flat.promptWeights]).toEqual([3, 3]);
    const uneven = buildQueue(pool([1, 1], { scores: Float64Array.of(0, 5) }), createRandom(1));
    for (const weight of uneven.weights) expect(weight).toBeGreaterThan(0);
  });

  it("states propensities that add up to one over everything that could have been queued", () => {
    const input = pool([2, 3, 4]);
    const queue = buildQueue(input, createRandom(3));
    const total = queue.promptWeights.reduce((sum, weight) => sum + weight, 0);
    const weights = input.scores.map((score) => (score / 9) ** 2);
    expect(total).toBeCloseTo(
      weights.reduce((sum, weight) => sum + weight, 0),
      12,
    );
    expect(servePropensity(queue, 0, () => true)).toBeCloseTo(weights[queue.pairs[0]] / total, 12);
    expect(servePropensity(queue, 1, (entry) => entry === 1)).toBeCloseTo(
      queue.weights[1] / queue.promptWeights[1],
      12,
    );
    expect(() => servePropensity(queue, 1, () => false)).toThrow(RangeError);
  });

  it("rejects scores and prompts that make no sense", () => {
    expect(() =>
      buildQueue(pool([1], { scores: Float64Array.of(Number.NaN) }), createRandom(1)),
    ).toThrow(RangeError);
    expect(() => buildQueue(pool([1], { scores: Float64Array.of(-1) }), createRandom(1))).toThrow(
      RangeError,
    );
    expect(() => buildQueue(pool([1], { prompts: Uint32Array.of(4) }), createRandom(1))).toThrow(
      RangeError,
    );
    expect(() => buildQueue(pool([1], { batch: 0 }), createRandom(1))).toThrow(RangeError);
  });
});
