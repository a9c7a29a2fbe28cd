import { describe, expect, test } from "vitest";
import { createRandom } from "#server/core/numerics/random.ts";
import {
  type SequentialDecision,
  testPreference,
  testPreferenceByNormalMixture,
} from "./test-preference.ts";

const LENGTH_MAX = 5000;
const RUNS = 2000;

/** Looks after every judgment and reports when each run was decided, null when it never was. */
function watch(
  decide: (wins: number, losses: number) => SequentialDecision,
  probability: number,
  seed: number,
): { decidedAt: (number | null)[]; wrong: number } {
  const random = createRandom(seed);
  const decidedAt: (number | null)[] = [];
  let wrong = 0;
  for (let run = 0; run < RUNS; run++) {
    let wins = 0;
    let at: number | null = null;
    for (let n = 1; n <= LENGTH_MAX && at === null; n++) {
      if (random.uniform() < probability) wins++;
      const { kind } = decide(wins, n - wins);
      if (kind !== "undecided") at = n;
      if (kind === "second") wrong++;
    }
    decidedAt.push(at);
  }
  return { decidedAt, wrong };
}

function medianOf(decidedAt: readonly (number | null)[]): number {
  const sorted = decidedAt.map((at) => at ?? LENGTH_MAX).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

const mixtures = [
  { name: "Beta mixture", decide: (w: number, l: number) => testPreference(w, l) },
  { name: "normal mixture", decide: (w: number, l: number) => testPreferenceByNormalMixture(w, l) },
];

describe("looking after every one of 5,000 judgments", () => {
  test.each(mixtures)("the $name decides a pair of equals in at most 5 % of runs", ({ decide }) => {
    const { decidedAt } = watch(decide, 0.5, 1);
    const decided = decidedAt.filter((at) => at !== null).length;
    expect(decided / RUNS).toBeLessThanOrEqual(0.05);
    // A test that never decided anything would pass the line above.
    expect(decided / RUNS).toBeGreaterThan(0.01);
  });

  test("a repeated Wald test at 1.96 would decide more than half of them", () => {
    const wald = (wins: number, losses: number): SequentialDecision => {
      const n = wins + losses;
      const z = (wins - losses) / Math.sqrt(n);
      const isDecided = n >= 20 && Math.abs(z) > 1.959964;
      return { kind: isDecided ? (z > 0 ? "first" : "second") : "undecided", logEvidence: 0 };
    };
    const { decidedAt } = watch(wald, 0.5, 2);
    expect(decidedAt.filter((at) => at !== null).length / RUNS).toBeGreaterThan(0.5);
  });

  // Medians measured in an independent simulation of 2,000 runs: 720, 198, 72.
  test.each([
    { probability: 0.55, median: 720 },
    { probability: 0.6, median: 198 },
    { probability: 0.7, median: 72 },
  ])("a preference of $probability is decided after about $median judgments", (expected) => {
    const { decidedAt, wrong } = watch((w, l) => testPreference(w, l), expected.probability, 3);
    expect(medianOf(decidedAt) / expected.median).toBeGreaterThan(0.9);
    expect(medianOf(decidedAt) / expected.median).toBeLessThan(1.1);
    expect(wrong / RUNS).toBeLessThan(0.02);
  });
});
