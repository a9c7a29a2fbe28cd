import { describe, expect, test } from "vitest";
import { createRandom, type Random } from "#server/core/numerics/random.ts";
import { davidsonChances, fitDavidson } from "#server/core/ratings/davidson.ts";
import { tabulateJudgments } from "#server/core/ratings/pair-table.ts";
import { addClick, NO_CLICK_EVIDENCE, summariseClicks } from "./click-evidence.ts";

const MODELS = 20;
const JUDGMENTS = 300;
const TIE_PARAMETER = 0.75;
const FLAG_AT = Math.log(1000);

type Clicker = (chances: readonly number[], random: Random) => number;

const clickers = {
  careful: (chances, random) => {
    const u = random.uniform();
    return u < chances[0] ? 0 : u < chances[0] + chances[1] ? 1 : 2;
  },
  random: (_chances, random) => random.below(3),
  left: () => 0,
  tie: () => 2,
} satisfies Record<string, Clicker>;

function chancesOf(margin: number, tieParameter: number): number[] {
  const { first, second, tie } = davidsonChances(margin, tieParameter);
  return [first, second, tie];
}

function drawStrengths(random: Random): Float64Array {
  return Float64Array.from({ length: MODELS }, () => 0.8 * random.normal());
}

function drawPair(random: Random): [left: number, right: number] {
  const left = random.below(MODELS);
  return [left, (left + 1 + random.below(MODELS - 1)) % MODELS];
}

/** How many judgments it took to flag each of many people who all click in one way; null if never. */
function watch(click: Clicker, people: number, seed: number): (number | null)[] {
  const random = createRandom(seed);
  return Array.from({ length: people }, () => {
    const strengths = drawStrengths(random);
    let evidence = NO_CLICK_EVIDENCE;
    for (let n = 1; n <= JUDGMENTS; n++) {
      const [left, right] = drawPair(random);
      const chances = chancesOf(strengths[left] - strengths[right], TIE_PARAMETER);
      evidence = addClick(evidence, click(chances, random), chances);
      if (summariseClicks(evidence).logEvidence >= FLAG_AT) return n;
    }
    return null;
  });
}

function shareFlagged(flaggedAt: readonly (number | null)[]): number {
  return flaggedAt.filter((n) => n !== null).length / flaggedAt.length;
}

describe("flagging at an e-value of 1,000 within 300 judgments, looking after each", () => {
  test("flags about one careful annotator in a thousand at most, as Ville's inequality says", () => {
    expect(shareFlagged(watch(clickers.careful, 4000, 1))).toBeLessThanOrEqual(0.002);
  });

  test("flags at least 95 % of random clickers", () => {
    expect(shareFlagged(watch(clickers.random, 1000, 2))).toBeGreaterThanOrEqual(0.95);
  });

  test.each(["left", "tie"] as const)("flags everyone who always answers %s, within 40", (kind) => {
    const flaggedAt = watch(clickers[kind], 300, 3);
    expect(shareFlagged(flaggedAt)).toBe(1);
    expect(Math.max(...flaggedAt.map((n) => n ?? JUDGMENTS))).toBeLessThanOrEqual(40);
  });
});

/** Forty careful annotators and ten random clickers; chances come from a fit to the other people. */
function watchCrowd(seed: number): { careful: number; random: number } {
  const random = createRandom(seed);
  const strengths = drawStrengths(random);
  const rows: { w: number; left: number; right: number; response: number }[] = [];
  for (let w = 0; w < 50; w++) {
    for (let n = 0; n < JUDGMENTS; n++) {
      const [left, right] = drawPair(random);
      const chances = chancesOf(strengths[left] - strengths[right], TIE_PARAMETER);
      const click = w < 40 ? clickers.careful : clickers.random;
      rows.push({ w, left, right, response: click(chances, random) });
    }
  }
  const flagged = { careful: 0, random: 0 };
  for (let w = 0; w < 50; w++) {
    const others = rows.filter((row) => row.w !== w);
    const found = fitDavidson(
      tabulateJudgments({
        modelCount: MODELS,
        first: Int32Array.from(others, (row) => row.left),
        second: Int32Array.from(others, (row) => row.right),
        verdict: Int8Array.from(others, (row) => [1, -1, 0][row.response]),
      }),
    );
    if (found.kind !== "fitted") throw new Error("expected a fit");
    let evidence = NO_CLICK_EVIDENCE;
    let isFlagged = false;
    for (const { left, right, response } of rows.filter((row) => row.w === w)) {
      const margin = found.strengths[left] - found.strengths[right];
      evidence = addClick(evidence, response, chancesOf(margin, found.tieParameter));
      if (summariseClicks(evidence).logEvidence >= FLAG_AT) isFlagged = true;
    }
    if (isFlagged) flagged[w < 40 ? "careful" : "random"]++;
  }
  return flagged;
}

describe("with chances estimated from other people, a fifth of whom click at random", () => {
  test("still flags hardly any careful annotator and most random clickers", () => {
    const crowds = Array.from({ length: 10 }, (_, seed) => watchCrowd(seed));
    const careful = crowds.reduce((sum, crowd) => sum + crowd.careful, 0);
    const randomClickers = crowds.reduce((sum, crowd) => sum + crowd.random, 0);
    expect(careful / 400).toBeLessThanOrEqual(0.005);
    expect(randomClickers / 100).toBeGreaterThanOrEqual(0.8);
  });
});
