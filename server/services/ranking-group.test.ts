import { expect, test } from "vitest";
import { createRandom } from "#server/core/numerics/random.ts";
import { growGroup } from "./ranking-group.ts";

/** All pairs of so many responses, numbered from 1. */
function allPairs(responses: number) {
  const pairs = [];
  for (let first = 1; first <= responses; first += 1) {
    for (let second = first + 1; second <= responses; second += 1) {
      pairs.push({ pairId: pairs.length + 1, firstId: first, secondId: second });
    }
  }
  return pairs;
}

test("a group has every pair of its responses, among them the lead", () => {
  const open = allPairs(7);
  const random = createRandom(1);
  const { completionIds, pairs } = growGroup(open[0], open, { size: 4, uniform: random.uniform });
  expect(completionIds).toHaveLength(4);
  expect(completionIds).toEqual(expect.arrayContaining([1, 2]));
  expect(pairs).toHaveLength(6);
  expect(pairs.map((pair) => pair.pairId)).toContain(open[0].pairId);
});

test("a response that cannot stand beside all others stays out, and the group is smaller", () => {
  const open = allPairs(4).filter((pair) => !(pair.firstId === 3 && pair.secondId === 4));
  const random = createRandom(2);
  for (let draw = 0; draw < 50; draw += 1) {
    const group = growGroup(open[0], open, { size: 4, uniform: random.uniform });
    expect(group.completionIds).toHaveLength(3);
    expect(group.pairs).toHaveLength(3);
  }
});

test("with nothing else to rank the lead is judged alone", () => {
  const lead = { pairId: 9, firstId: 4, secondId: 8 };
  const group = growGroup(lead, [lead], { size: 9, uniform: () => 0 });
  expect(group.completionIds.toSorted()).toEqual([4, 8]);
  expect(group.pairs).toEqual([{ ...lead, probability: 1 }]);
});

test("pairs are drawn as often as their probabilities say", () => {
  const open = allPairs(8);
  const random = createRandom(3);
  const draws = 20_000;
  const seen = new Map<number, number>();
  const told = new Map<number, number>();
  for (let draw = 0; draw < draws; draw += 1) {
    for (const pair of growGroup(open[0], open, { size: 5, uniform: random.uniform }).pairs) {
      seen.set(pair.pairId, (seen.get(pair.pairId) ?? 0) + 1);
      told.set(pair.pairId, pair.probability);
    }
  }
  expect(seen.size).toBe(open.length);
  for (const [pairId, times] of seen) {
    const probability = told.get(pairId) ?? 0;
    // Four standard errors of a share.
    const error = 4 * Math.sqrt((probability * (1 - probability)) / draws);
    expect(Math.abs(times / draws - probability)).toBeLessThanOrEqual(error);
  }
});
