import { describe, expect, it } from "vitest";
import { logistic } from "#server/core/numerics/logistic.ts";
import { normalQuantile } from "#server/core/numerics/normal.ts";
import { createRandom, type Random } from "#server/core/numerics/random.ts";
import { fitBradleyTerry } from "./bradley-terry.ts";
import { clusteredCovariance } from "./clustered-covariance.ts";
import { informationCovariance, sandwichCovariance } from "./covariance.ts";
import { davidsonChances } from "./davidson.ts";
import { fitted } from "./fixtures/expect-digits.ts";
import { consolidatePairs, type PairTable, tabulateJudgments } from "./pair-table.ts";

const MODELS = 10;
const TIE = 0.75;
const Z = normalQuantile(0.975);

/** Strengths of ten models, evenly spaced over two nats and summing to zero. */
const TRUTH = Float64Array.from({ length: MODELS }, (_, at) => (at - 4.5) / 4.5);

function drawVerdict(random: Random, margin: number): number {
  const chances = davidsonChances(margin, TIE);
  const u = random.uniform();
  return u < chances.first ? 1 : u < chances.first + chances.second ? -1 : 0;
}

/** Judgments of uniformly drawn pairs with about a quarter of ties. */
function drawTable(random: Random, judgmentCount: number): PairTable {
  const first = new Int32Array(judgmentCount);
  const second = new Int32Array(judgmentCount);
  const verdict = new Int8Array(judgmentCount);
  for (let row = 0; row < judgmentCount; row++) {
    first[row] = random.below(MODELS);
    second[row] = (first[row] + 1 + random.below(MODELS - 1)) % MODELS;
    verdict[row] = drawVerdict(random, TRUTH[first[row]] - TRUTH[second[row]]);
  }
  return tabulateJudgments({ modelCount: MODELS, first, second, verdict });
}

/** What half-win Bradley–Terry estimates from endless data: the fit of the expected counts. */
function pseudoTruth(): Float64Array {
  const first: number[] = [];
  const second: number[] = [];
  const chances = [];
  for (let a = 0; a < MODELS; a++) {
    for (let b = a + 1; b < MODELS; b++) {
      first.push(a);
      second.push(b);
      chances.push(davidsonChances(TRUTH[a] - TRUTH[b], TIE));
    }
  }
  const table: PairTable = {
    modelCount: MODELS,
    first: Int32Array.from(first),
    second: Int32Array.from(second),
    wins: Float64Array.from(chances, (chance) => chance.first),
    losses: Float64Array.from(chances, (chance) => chance.second),
    ties: Float64Array.from(chances, (chance) => chance.tie),
  };
  return fitted(fitBradleyTerry(table)).strengths;
}

describe("95 % intervals of Bradley–Terry with a quarter of ties", () => {
  it.each([30, 80, 300])("cover between 0.93 and 0.965 at %i judgments per model", (perModel) => {
    const target = pseudoTruth();
    const random = createRandom(20_000 + perModel);
    let covered = 0;
    let coveredByModel = 0;
    let total = 0;
    for (let repetition = 0; repetition < 2000; repetition++) {
      const table = drawTable(random, (perModel * MODELS) / 2);
      const fit = fitBradleyTerry(table);
      // A model that never won or never lost has no finite interval; it is rare here.
      if (fit.kind !== "fitted") continue;
      const sandwich = sandwichCovariance(table, fit);
      const information = informationCovariance(fit);
      for (let model = 0; model < MODELS; model++) {
        const error = Math.abs(fit.strengths[model] - target[model]);
        const at = model * (MODELS + 1);
        total++;
        if (error <= Z * Math.sqrt(sandwich[at])) covered++;
        if (error <= Z * Math.sqrt(information[at])) coveredByModel++;
      }
    }
    expect(total).toBeGreaterThan(19_500);
    expect(covered / total).toBeGreaterThan(0.93);
    expect(covered / total).toBeLessThan(0.965);
    // Half-win ties make the Bernoulli variance, and with it the model-based interval, too wide.
    expect(coveredByModel / total).toBeGreaterThan(0.97);
  });

  it("cover when annotators have their own opinions only if clustered by annotator", () => {
    const random = createRandom(77);
    const annotatorCount = 120;
    const perAnnotator = 40;
    const count = annotatorCount * perAnnotator;
    const annotator = Int32Array.from({ length: count }, (_, row) =>
      Math.floor(row / perAnnotator),
    );
    let plainCovered = 0;
    let clusteredCovered = 0;
    let total = 0;
    const target = populationStrengths();
    for (let repetition = 0; repetition < 400; repetition++) {
      const rows = drawOpinionated(random, annotator, annotatorCount);
      const table = tabulateJudgments(rows);
      const fit = fitted(fitBradleyTerry(table));
      const plain = sandwichCovariance(table, fit);
      const clustered = clusteredCovariance(rows, fit);
      if (clustered.kind !== "estimated") throw new Error(clustered.kind);
      for (let model = 0; model < MODELS; model++) {
        const error = Math.abs(fit.strengths[model] - target[model]);
        const at = model * (MODELS + 1);
        total++;
        if (error <= Z * Math.sqrt(plain[at])) plainCovered++;
        if (error <= Z * Math.sqrt(clustered.covariance[at])) clusteredCovered++;
      }
    }
    expect(plainCovered / total).toBeLessThan(0.9);
    expect(clusteredCovered / total).toBeGreaterThan(0.925);
    expect(clusteredCovered / total).toBeLessThan(0.97);
  });
});

/** Each annotator has a taste of their own, one nat wide, for every model. */
const TASTE = 1;

function drawOpinionated(random: Random, annotator: Int32Array, annotatorCount: number) {
  const tastes = Float64Array.from(
    { length: annotatorCount * MODELS },
    () => TASTE * random.normal(),
  );
  const first = annotator.map(() => random.below(MODELS));
  const second = first.map((model) => (model + 1 + random.below(MODELS - 1)) % MODELS);
  const verdict = Int8Array.from(annotator, (who, row) => {
    const liking = (model: number): number => TRUTH[model] + tastes[who * MODELS + model];
    return random.uniform() < logistic(liking(first[row]) - liking(second[row])) ? 1 : -1;
  });
  return { modelCount: MODELS, annotatorCount, annotator, first, second, verdict };
}

/** The Bradley–Terry fit of the population average of all annotators. */
function populationStrengths(): Float64Array {
  const random = createRandom(1);
  const annotatorCount = 40_000;
  const annotator = Int32Array.from({ length: 20 * annotatorCount }, (_, row) =>
    Math.floor(row / 20),
  );
  const rows = drawOpinionated(random, annotator, annotatorCount);
  return fitted(fitBradleyTerry(consolidatePairs(tabulateJudgments(rows)))).strengths;
}
