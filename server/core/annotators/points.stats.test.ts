import { describe, expect, test } from "vitest";
import { createRandom, type Random } from "#server/core/numerics/random.ts";
import { fitCueBaseline, predictByCues } from "./cue-baseline.ts";
import { fitDawidSkene } from "./dawid-skene.ts";
import type { LabelRows } from "./label-table.ts";
import { leaveOneOut } from "./leave-one-out.ts";
import { scoreLabels, sumPoints } from "./points.ts";

const ITEMS = 7000;
const HONEST = 80;
const CHEATS_OF_EACH_KIND = 5;
const CHEAT_KINDS = ["uniform", "always first", "prior", "ring"] as const;
const ANNOTATORS = HONEST + CHEATS_OF_EACH_KIND * CHEAT_KINDS.length;
/** First better, second better, tie. */
const CLASS_SHARES = [0.42, 0.42, 0.16];
const WEEKLY_CAP = 300;

type Kind = "honest" | (typeof CHEAT_KINDS)[number];

function kindOf(annotator: number): Kind {
  if (annotator < HONEST) return "honest";
  return CHEAT_KINDS[Math.floor((annotator - HONEST) / CHEATS_OF_EACH_KIND)];
}

function drawClass(random: Random): number {
  const u = random.uniform();
  return u < CLASS_SHARES[0] ? 0 : u < CLASS_SHARES[0] + CLASS_SHARES[1] ? 1 : 2;
}

/**
 * Eighty honest people of 60–95 % accuracy with about 258 judgments each, against twenty accounts of
 * 1,500 judgments: uniform, always the first, mimicking the shares of answers, and a ring that
 * follows one cheap cue, the longer answer, which is right on 80 % of decisive items. 8 % gold.
 */
function simulateCrowd(seed: number) {
  const random = createRandom(seed);
  const truth = Uint8Array.from({ length: ITEMS }, () => drawClass(random));
  const longer = Uint8Array.from(truth, (k) =>
    k === 2 || random.uniform() >= 0.8 ? (k === 2 ? random.below(2) : 1 - k) : k,
  );
  const knownClass = Int8Array.from(truth, (k) => (random.uniform() < 0.08 ? k : -1));
  const item: number[] = [];
  const annotator: number[] = [];
  const label: number[] = [];
  const all = Uint32Array.from(truth, (_, i) => i);
  for (let w = 0; w < ANNOTATORS; w++) {
    const accuracy = 0.6 + 0.35 * random.uniform();
    const count = w < HONEST ? 158 + random.below(201) : 1500;
    for (const i of random.shuffled(all).subarray(0, count)) {
      item.push(i);
      annotator.push(w);
      label.push(answer({ kind: kindOf(w), truth: truth[i], longer: longer[i], accuracy }, random));
    }
  }
  const rows: LabelRows & { knownClass: Int8Array } = {
    itemCount: ITEMS,
    annotatorCount: ANNOTATORS,
    classCount: 3,
    item,
    annotator,
    label,
    knownClass,
  };
  return { rows, cues: Float64Array.from(longer, (side) => (side === 0 ? 1 : -1)) };
}

function answer(
  situation: { kind: Kind; truth: number; longer: number; accuracy: number },
  random: Random,
): number {
  switch (situation.kind) {
    case "honest":
      if (random.uniform() < situation.accuracy) return situation.truth;
      return (situation.truth + 1 + random.below(2)) % 3;
    case "uniform":
      return random.below(3);
    case "always first":
      return 0;
    case "prior":
      return drawClass(random);
    case "ring":
      return situation.longer;
  }
}

/** Points and mean score of every account; the baseline knows the cue, or only the class shares. */
function playWeek(seed: number, knowsCue: boolean) {
  const { rows, cues } = simulateCrowd(seed);
  const fit = fitDawidSkene(rows);
  if (fit.kind !== "fitted") throw new Error("expected a fit");
  const gold = [...rows.knownClass.keys()].filter((i) => rows.knownClass[i] >= 0);
  const cueCount = knowsCue ? 1 : 0;
  const baseline = fitCueBaseline({
    classCount: 3,
    cueCount,
    cues: knowsCue ? gold.map((i) => cues[i]) : [],
    classes: gold.map((i) => rows.knownClass[i]),
  });
  if (baseline.kind !== "fitted") throw new Error("expected a baseline");
  const expected = predictByCues(baseline, knowsCue ? cues : [], ITEMS);
  const { scores, isSettled } = scoreLabels(rows, leaveOneOut(rows, fit), expected);
  return Array.from({ length: ANNOTATORS }, (_, w) => {
    const own = scores.filter((_score, row) => isSettled[row] === 1 && rows.annotator[row] === w);
    const mean = own.reduce((sum, score) => sum + score, 0) / own.length;
    return { kind: kindOf(w), mean, points: sumPoints(own, WEEKLY_CAP) };
  });
}

function meanScore(accounts: ReturnType<typeof playWeek>, kind: Kind): number {
  const own = accounts.filter((account) => account.kind === kind);
  return own.reduce((sum, { mean }) => sum + mean, 0) / own.length;
}

function cheatsInTopTen(accounts: ReturnType<typeof playWeek>): number {
  const top = [...accounts].sort((a, b) => b.points - a.points).slice(0, 10);
  return top.filter(({ kind }) => kind !== "honest").length;
}

describe("a week of points with twenty cheats among a hundred accounts", () => {
  const weeks = [1, 2, 3].map((seed) => playWeek(seed, true));

  test("leaves no account that is not honest in the top ten", () => {
    expect(weeks.map(cheatsInTopTen)).toEqual([0, 0, 0]);
  });

  test("pays honest people several times what any cheap strategy earns per judgment", () => {
    for (const week of weeks) {
      const honest = meanScore(week, "honest");
      expect(honest).toBeGreaterThan(0.4);
      for (const kind of CHEAT_KINDS) expect(meanScore(week, kind)).toBeLessThan(honest / 4);
    }
  });

  test("a baseline that does not know the cue would pay the ring like honest people", () => {
    const week = playWeek(1, false);
    expect(meanScore(week, "ring")).toBeGreaterThan(0.6 * meanScore(week, "honest"));
  });
});
