import { describe, expect, it } from "vitest";
import { createRandom } from "#server/core/numerics/random.ts";
import { buildQueue, type QueueInput, queueDefaults, servePropensity } from "./build-queue.ts";

const trials = 60_000;

/** Twelve pairs of five prompts; every prompt is a candidate. */
const input: QueueInput = {
  scores: Float64Array.of(0.9, 0.2, 0.5, 0.7, 0.1, 0.4, 0.4, 1, 0.05, 0.6, 0.3, 0.8),
  prompts: Uint32Array.of(0, 0, 0, 1, 1, 2, 2, 2, 2, 3, 3, 4),
  labelledFractions: new Float64Array(5),
  batch: 5,
};
const weights = input.scores.map((score) => score ** queueDefaults.sharpness);

/** Standardised distance between a frequency and a probability. */
function deviation(count: number, probability: number): number {
  const spread = Math.sqrt(trials * probability * (1 - probability));
  return (count - trials * probability) / spread;
}

describe("propensities of a queue", () => {
  it("serves each pair first as often as stated", () => {
    const random = createRandom(1);
    const counts = new Float64Array(weights.length);
    for (let trial = 0; trial < trials; trial++) counts[buildQueue(input, random).pairs[0]] += 1;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (const [pair, weight] of weights.entries()) {
      expect(Math.abs(deviation(counts[pair], weight / total))).toBeLessThan(4);
    }
  });

  it("serves the second and third entry as often as stated given the earlier ones", () => {
    const random = createRandom(2);
    const expected = [new Float64Array(12), new Float64Array(12), new Float64Array(12)];
    const spread = [new Float64Array(12), new Float64Array(12), new Float64Array(12)];
    const seen = [new Float64Array(12), new Float64Array(12), new Float64Array(12)];
    for (let trial = 0; trial < trials; trial++) {
      const queue = buildQueue(input, random);
      const gone = new Set<number>();
      for (let position = 0; position < 3; position++) {
        // Of the prompts not yet served, any of their pairs could have come next.
        const left = weights.map((weight, pair) => (gone.has(input.prompts[pair]) ? 0 : weight));
        const total = left.reduce((sum, weight) => sum + weight, 0);
        for (const [pair, weight] of left.entries()) {
          expected[position][pair] += weight / total;
          spread[position][pair] += (weight / total) * (1 - weight / total);
        }
        const pair = queue.pairs[position];
        seen[position][pair] += 1;
        gone.add(input.prompts[pair]);
      }
    }
    for (let position = 0; position < 3; position++) {
      for (let pair = 0; pair < 12; pair++) {
        const distance = seen[position][pair] - expected[position][pair];
        expect(Math.abs(distance)).toBeLessThan(4 * Math.sqrt(spread[position][pair]) + 1e-9);
      }
    }
  });

  it("states the right propensity when entries have left for their own reasons", () => {
    const random = createRandom(3);
    let surplus = 0;
    let variance = 0;
    for (let trial = 0; trial < trials; trial++) {
      const queue = buildQueue(input, random);
      // Prompts 0 and 3 are closed, which says nothing about keys.
      const isEligible = (entry: number) => ![0, 3].includes(input.prompts[queue.pairs[entry]]);
      const position = queue.pairs.findIndex((_, entry) => isEligible(entry));
      const isPair7 = queue.pairs[position] === 7;
      const total = weights.reduce(
        (sum, weight, pair) => ([0, 3].includes(input.prompts[pair]) ? sum : sum + weight),
        0,
      );
      const probability = weights[7] / total;
      if (isPair7)
        expect(servePropensity(queue, position, isEligible)).toBeCloseTo(probability, 12);
      surplus += (isPair7 ? 1 : 0) - probability;
      variance += probability * (1 - probability);
    }
    expect(Math.abs(surplus)).toBeLessThan(4 * Math.sqrt(variance));
  });

  it("gives an unbiased inverse-propensity estimate, where the plain mean is biased", () => {
    const random = createRandom(4);
    // A quantity that goes along with the score, as an accuracy would.
    const values = input.scores.map((score) => 1 - 0.5 * score);
    const truth = values.reduce((sum, value) => sum + value, 0) / values.length;
    let weighted = 0;
    let squares = 0;
    let plain = 0;
    for (let trial = 0; trial < trials; trial++) {
      const queue = buildQueue(input, random);
      const gone = new Set<number>();
      let estimate = 0;
      for (let position = 0; position < 3; position++) {
        const pair = queue.pairs[position];
        const propensity = servePropensity(queue, position, (entry) => !gone.has(entry));
        const servedSum = values.reduce(
          (sum, value, other) =>
            [...gone].some((entry) => input.prompts[queue.pairs[entry]] === input.prompts[other])
              ? sum + value
              : sum,
          0,
        );
        // Prompts already served are known in full; the draw estimates the sum over the rest.
        estimate += (servedSum + values[pair] / propensity) / values.length / 3;
        plain += values[pair] / 3 / trials;
        gone.add(position);
      }
      weighted += estimate / trials;
      squares += estimate ** 2 / trials;
    }
    const error = Math.sqrt((squares - weighted ** 2) / trials);
    expect(Math.abs(weighted - truth)).toBeLessThan(4 * error);
    expect(Math.abs(plain - truth)).toBeGreaterThan(10 * error);
  });
});
