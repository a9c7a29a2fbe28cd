import { createRandom, type Random } from "#server/core/numerics/random.ts";
import type { JudgmentRows } from "#server/core/ratings/pair-table.ts";

export type SimulatedJudgments = JudgmentRows & {
  readonly annotatorCount: number;
  readonly annotator: Int32Array;
};

const TIE_WEIGHT = 0.75;

/**
 * Judgments from Davidson's model with normal strengths and a quarter of ties. Models are drawn
 * unevenly, as in a public arena; 20 % of annotators answer at random and 5 % in reverse.
 */
export function simulateJudgments(
  count: number,
  {
    modelCount,
    annotatorCount = 1,
    seed = 1,
  }: { modelCount: number; annotatorCount?: number; seed?: number },
): SimulatedJudgments {
  const random = createRandom(seed);
  const strengths = Float64Array.from({ length: modelCount }, () => random.normal());
  const slopes = Float64Array.from({ length: annotatorCount }, (_, at) =>
    slopeOf(at, annotatorCount),
  );
  const first = new Int32Array(count);
  const second = new Int32Array(count);
  const verdict = new Int8Array(count);
  const annotator = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const left = unevenModel(random, modelCount);
    let right = unevenModel(random, modelCount);
    while (right === left) right = unevenModel(random, modelCount);
    const who = annotatorCount === 1 ? 0 : random.below(annotatorCount);
    const margin = slopes[who] * (strengths[left] - strengths[right]);
    const win = Math.exp(margin / 2);
    const loss = 1 / win;
    const u = random.uniform() * (win + loss + TIE_WEIGHT);
    first[row] = left;
    second[row] = right;
    annotator[row] = who;
    verdict[row] = u < win ? 1 : u < win + loss ? -1 : 0;
  }
  return { modelCount, first, second, verdict, annotator, annotatorCount };
}

function slopeOf(annotator: number, annotatorCount: number): number {
  if (annotatorCount === 1) return 1;
  const place = annotator / annotatorCount;
  if (place < 0.2) return 0;
  return place < 0.25 ? -1 : 1;
}

function unevenModel(random: Random, modelCount: number): number {
  return Math.floor(modelCount * random.uniform() ** 1.5);
}

export type SimulatedLabels = {
  readonly itemCount: number;
  readonly annotatorCount: number;
  readonly classCount: number;
  readonly item: Int32Array;
  readonly annotator: Int32Array;
  readonly label: Int32Array;
  readonly truth: Int32Array;
};

/** Labels of items in three classes by annotators who are right 40 to 95 % of the time. */
export function simulateLabels(count: number, perItem: number, seed = 2): SimulatedLabels {
  const random = createRandom(seed);
  const itemCount = Math.floor(count / perItem);
  const annotatorCount = 2000;
  const accuracy = Float64Array.from(
    { length: annotatorCount },
    () => 0.4 + 0.55 * random.uniform(),
  );
  const truth = Int32Array.from({ length: itemCount }, () => random.below(3));
  const item = Int32Array.from(
    { length: count },
    (_, row) => Math.floor(row / perItem) % itemCount,
  );
  const annotator = item.map(() => random.below(annotatorCount));
  const label = item.map((which, row) =>
    random.uniform() < accuracy[annotator[row]]
      ? truth[which]
      : (truth[which] + 1 + random.below(2)) % 3,
  );
  return { itemCount, annotatorCount, classCount: 3, item, annotator, label, truth };
}

/** A ring of models with a few chords: the sparse comparison graph on which simple iterations crawl. */
export function simulateRing(modelCount: number, chords: number, perPair: number): JudgmentRows {
  const random = createRandom(3);
  const strengths = Float64Array.from({ length: modelCount }, () => random.normal());
  const pairs = Array.from({ length: modelCount }, (_, model) => [model, (model + 1) % modelCount]);
  for (let chord = 0; chord < chords; chord++) {
    const from = random.below(modelCount);
    pairs.push([from, (from + 2 + random.below(modelCount - 3)) % modelCount]);
  }
  const count = pairs.length * perPair;
  const first = Int32Array.from({ length: count }, (_, row) => pairs[row % pairs.length][0]);
  const second = Int32Array.from({ length: count }, (_, row) => pairs[row % pairs.length][1]);
  const verdict = Int8Array.from(first, (model, row) => {
    const margin = strengths[model] - strengths[second[row]];
    return random.uniform() < 1 / (1 + Math.exp(-margin)) ? 1 : -1;
  });
  return { modelCount, first, second, verdict };
}
