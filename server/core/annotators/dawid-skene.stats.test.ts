import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fitDawidSkene } from "./dawid-skene.ts";
import { type LabelRows, labelShares, mostProbableClasses } from "./label-table.ts";

// biome-ignore lint/style/noProcessEnv: the data stay outside the repository and are found this way.
const dataFolder = process.env.TIEBREAK_DATA;
const folder = join(dataFolder ?? "", "crowd-duck");
const isPresent = dataFolder !== undefined && existsSync(folder);

function readPairs(file: string): string[][] {
  const lines = readFileSync(join(folder, file), "utf8").trim().split(/\r?\n/).slice(1);
  return lines.map((line) => line.split(","));
}

function readBirds(): { rows: LabelRows; truth: number[] } {
  const answers = readPairs("answer.csv");
  const questions = [...new Set(answers.map(([question]) => question))];
  const workers = [...new Set(answers.map(([, worker]) => worker))];
  const truths = new Map(readPairs("truth.csv").map(([question, truth]) => [question, truth]));
  return {
    rows: {
      itemCount: questions.length,
      annotatorCount: workers.length,
      classCount: 2,
      item: answers.map(([question]) => questions.indexOf(question)),
      annotator: answers.map(([, worker]) => workers.indexOf(worker)),
      label: answers.map(([, , answer]) => Number(answer)),
    },
    truth: questions.map((question) => Number(truths.get(question))),
  };
}

// 108 photographs of birds, judged by all of 39 workers (Welinder et al. 2010).
describe.skipIf(!isPresent)("crowd-duck (needs TIEBREAK_DATA with a crowd-duck folder)", () => {
  const countCorrect = (shares: Float64Array, truth: readonly number[]) =>
    mostProbableClasses(shares, 2).filter((k, i) => k === truth[i]).length;

  // Error rates in Zhang, Chen, Zhou and Jordan 2016 (https://jmlr.org/papers/v17/14-511.html), data
  // set Bluebird: majority 24.07 %, Dawid–Skene from the majority 11.11 %, that is 82 and 96 of 108.
  test("the majority is right on 82 of 108, Dawid–Skene on 96", () => {
    const { rows, truth } = readBirds();
    expect(truth).toHaveLength(108);
    expect(rows.item).toHaveLength(4212);
    const found = fitDawidSkene(rows);
    if (found.kind !== "fitted") throw new Error("expected a fit");
    expect(countCorrect(labelShares(rows), truth)).toBe(82);
    expect(countCorrect(found.posteriors, truth)).toBe(96);
  });

  // An independent implementation in Python with unbounded iterations: 97 right, −1888.116755.
  test("without smoothing it is right on 97, at the same likelihood as another implementation", () => {
    const { rows, truth } = readBirds();
    const found = fitDawidSkene(rows, {
      smoothing: { correct: 0, wrong: 0 },
      classSmoothing: 0,
      tolerance: 1e-14,
      iterationsMax: 2000,
    });
    if (found.kind !== "fitted") throw new Error("expected a fit");
    expect(countCorrect(found.posteriors, truth)).toBe(97);
    expect(found.logLikelihood).toBeCloseTo(-1888.116755, 6);
  });
});
