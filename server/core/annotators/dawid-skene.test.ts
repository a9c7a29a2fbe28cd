import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "#server/core/numerics/random.ts";
import { type DawidSkeneOptions, fitDawidSkene } from "./dawid-skene.ts";
import { type LabelRows, labelShares, mostProbableClasses } from "./label-table.ts";
import { leaveOneOut } from "./leave-one-out.ts";

const maximumLikelihood: DawidSkeneOptions = {
  smoothing: { correct: 0, wrong: 0 },
  classSmoothing: 0,
  tolerance: 1e-14,
  iterationsMax: 5000,
};

function fitted(rows: LabelRows, options?: DawidSkeneOptions) {
  const found = fitDawidSkene(rows, options);
  if (found.kind !== "fitted") throw new Error("expected a fit");
  return found;
}

/** Dawid and Skene 1979, table 1: observer 1 three times, then observers 2 to 5; 45 patients. */
function anaesthetists(): LabelRows {
  const patients =
    "1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223 4444444 " +
    "2223343 1111111 2223212 1211111 1112111 1111111 1111111 2222221 2221322 2222222 2222221 " +
    "2223222 2212222 1111111 1111111 2322222 1111111 1111111 1121121 1111111 3333233 1111111 " +
    "2222222 2223232 4334343 2212232 2323233 3333432 1111111 1111111 1212111 2322222 1211111 " +
    "2222222";
  const item: number[] = [];
  const annotator: number[] = [];
  const label: number[] = [];
  patients.split(" ").forEach((codes, patient) => {
    [...codes].forEach((code, column) => {
      item.push(patient);
      annotator.push(Math.max(0, column - 2));
      label.push(Number(code) - 1);
    });
  });
  return { itemCount: 45, annotatorCount: 5, classCount: 4, item, annotator, label };
}

function simulate(seed: number, accuracies: readonly number[]): LabelRows & { truth: Uint8Array } {
  const random = createRandom(seed);
  const itemCount = 400;
  const truth = Uint8Array.from({ length: itemCount }, () => random.below(3));
  const item: number[] = [];
  const annotator: number[] = [];
  const label: number[] = [];
  for (let i = 0; i < itemCount; i++) {
    accuracies.forEach((accuracy, w) => {
      item.push(i);
      annotator.push(w);
      label.push(random.uniform() < accuracy ? truth[i] : random.below(3));
    });
  }
  const counts = { itemCount, annotatorCount: accuracies.length, classCount: 3 };
  return { ...counts, item, annotator, label, truth };
}

const anyRows = fc
  .array(fc.tuple(fc.nat(5), fc.nat(3), fc.nat(2)), { minLength: 1, maxLength: 40 })
  .map(
    (entries): LabelRows => ({
      itemCount: 6,
      annotatorCount: 4,
      classCount: 3,
      item: entries.map(([i]) => i),
      annotator: entries.map(([, w]) => w),
      label: entries.map(([, , l]) => l),
    }),
  );

describe("fitDawidSkene", () => {
  test("agrees with the anaesthetists of the paper at maximum likelihood", () => {
    const found = fitted(anaesthetists(), maximumLikelihood);
    // Marginals of the paper .40 .42 .11 .07; further digits, posteriors and likelihood from an
    // independent implementation of the same algorithm.
    expect([...found.classShares].map((p) => p.toFixed(4))).toEqual([
      "0.3996",
      "0.4220",
      "0.1118",
      "0.0667",
    ]);
    const observer = [
      [0.8895, 0.1105, 0, 0],
      [0.0706, 0.8764, 0.053, 0],
      [0, 0.3388, 0.6612, 0],
      [0, 0, 0.5556, 0.4444],
    ].flat();
    observer.forEach((p, at) => {
      expect(found.confusion[at]).toBeCloseTo(p, 4);
    });
    const patient = (number: number) => found.posteriors.subarray(number * 4 - 4, number * 4);
    expect(patient(7)[0]).toBeCloseTo(0.981, 3);
    expect(patient(7)[1]).toBeCloseTo(0.019, 3);
    expect(patient(35)[1]).toBeCloseTo(0.948, 3);
    expect(patient(35)[2]).toBeCloseTo(0.052, 3);
    expect(patient(38)[1]).toBeCloseTo(0.0212, 4);
    expect(patient(38)[2]).toBeCloseTo(0.9788, 4);
    expect(found.logLikelihood).toBeCloseTo(-192.890881, 6);
    expect(found.isConverged).toBe(true);
  });

  test("listens to careful annotators and so beats the majority", () => {
    const rows = simulate(1, [0.9, 0.85, 0.1, 0, 0.05, 0.1, 0]);
    const correct = (shares: Float64Array) =>
      mostProbableClasses(shares, 3).filter((k, i) => k === rows.truth[i]).length;
    expect(correct(fitted(rows).posteriors)).toBeGreaterThan(correct(labelShares(rows)) + 40);
  });

  test("each iteration raises the log posterior", () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        let previous = Number.NEGATIVE_INFINITY;
        for (let iterationsMax = 1; iterationsMax <= 6; iterationsMax++) {
          const { logPosterior } = fitted(rows, { iterationsMax, tolerance: 0 });
          expect(logPosterior).toBeGreaterThanOrEqual(previous - 1e-9);
          previous = logPosterior;
        }
      }),
    );
  });

  test("the order of labels changes nothing, and nothing in the result is undefined", () => {
    fc.assert(
      fc.property(anyRows, fc.nat(), (rows, seed) => {
        const order = createRandom(seed).shuffled(Array.from(rows.item, (_, row) => row));
        const shuffled = {
          ...rows,
          item: Array.from(order, (row) => rows.item[row]),
          annotator: Array.from(order, (row) => rows.annotator[row]),
          label: Array.from(order, (row) => rows.label[row]),
        };
        const found = fitted(rows);
        const again = fitted(shuffled);
        found.posteriors.forEach((p, at) => {
          expect(Number.isFinite(p)).toBe(true);
          expect(again.posteriors[at]).toBeCloseTo(p, 8);
        });
        for (const p of [...found.confusion, ...found.classShares, found.logLikelihood]) {
          expect(Number.isFinite(p)).toBe(true);
        }
      }),
    );
  });

  test("renaming classes renames the result", () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const turned = { ...rows, label: Array.from(rows.label, (l) => (l + 1) % 3) };
        const found = fitted(rows);
        const again = fitted(turned);
        for (let i = 0; i < rows.itemCount; i++) {
          for (let k = 0; k < 3; k++) {
            expect(again.posteriors[i * 3 + ((k + 1) % 3)]).toBeCloseTo(
              found.posteriors[i * 3 + k],
              8,
            );
          }
        }
      }),
    );
  });

  test("gold settles its item and teaches who can be trusted", () => {
    const rows: LabelRows = {
      itemCount: 41,
      annotatorCount: 2,
      classCount: 2,
      item: Array.from({ length: 82 }, (_, row) => Math.floor(row / 2)),
      annotator: Array.from({ length: 82 }, (_, row) => row % 2),
      // The two never agree.
      label: Array.from({ length: 82 }, (_, row) => row % 2),
    };
    const knownClass = Array.from({ length: 41 }, (_, i) => (i < 40 ? 1 : -1));
    const { posteriors } = fitted({ ...rows, knownClass });
    expect(posteriors[1]).toBe(1);
    expect(posteriors[81]).toBeGreaterThan(0.9);
  });

  test("no judgments leave it undefined", () => {
    const none = { item: [], annotator: [], label: [] };
    expect(fitDawidSkene({ itemCount: 3, annotatorCount: 2, classCount: 2, ...none })).toEqual({
      kind: "undefined",
      reason: "no-judgments",
    });
  });

  test("one annotator alone is believed, within the prior", () => {
    const item = Array.from({ length: 30 }, (_, i) => i);
    const label = item.map((i) => i % 2);
    const rows = { itemCount: 30, annotatorCount: 1, classCount: 2, item, label };
    const found = fitted({ ...rows, annotator: item.map(() => 0) });
    expect([...mostProbableClasses(found.posteriors, 2)]).toEqual(label);
  });

  test("all ties are one class, and the classes never seen keep a share above zero", () => {
    const item = Array.from({ length: 30 }, (_, row) => row % 10);
    const annotator = Array.from({ length: 30 }, (_, row) => Math.floor(row / 10));
    const rows = { itemCount: 10, annotatorCount: 3, classCount: 3, item, annotator };
    const found = fitted({ ...rows, label: item.map(() => 2) });
    expect([...mostProbableClasses(found.posteriors, 3)]).toEqual(new Array(10).fill(2));
    expect(Math.min(...found.classShares)).toBeGreaterThan(0);
  });

  test("perfect agreement stays finite without any smoothing", () => {
    const item = [0, 0, 1, 1];
    const rows = { itemCount: 2, annotatorCount: 2, classCount: 2, item, annotator: [0, 1, 0, 1] };
    const found = fitted({ ...rows, label: [0, 0, 1, 1] }, maximumLikelihood);
    expect([...found.posteriors]).toEqual([1, 0, 0, 1]);
    expect(found.logLikelihood).toBeCloseTo(2 * Math.log(0.5), 12);
  });

  test("an item without labels gets the class shares", () => {
    const rows = { itemCount: 2, annotatorCount: 1, classCount: 2, item: [0], annotator: [0] };
    const found = fitted({ ...rows, label: [1] });
    expect(found.posteriors[2]).toBeCloseTo(found.classShares[0], 12);
  });

  test("rows that name what does not exist are refused", () => {
    const rows = { itemCount: 1, annotatorCount: 1, classCount: 2, item: [0], annotator: [0] };
    expect(() => fitDawidSkene({ ...rows, label: [2] })).toThrow(RangeError);
    expect(() => fitDawidSkene({ ...rows, item: [1], label: [0] })).toThrow(RangeError);
    expect(() => fitDawidSkene({ ...rows, annotator: [1], label: [0] })).toThrow(RangeError);
    expect(() => fitDawidSkene({ ...rows, label: [0, 1] })).toThrow(RangeError);
    expect(() => fitDawidSkene({ ...rows, label: [0], knownClass: [2] })).toThrow(RangeError);
    expect(() => fitDawidSkene({ ...rows, label: [0] }, { iterationsMax: 0 })).toThrow(RangeError);
    expect(() =>
      fitDawidSkene({ ...rows, label: [0] }, { smoothing: { correct: -1, wrong: 0 } }),
    ).toThrow(RangeError);
  });
});

describe("leaveOneOut", () => {
  test("is the posterior one would have had without the label", () => {
    const rows = simulate(2, [0.8, 0.7, 0.6]);
    const found = fitted(rows);
    const { probabilities, otherLabels } = leaveOneOut(rows, found);
    // Item 0 by hand: class shares times the confusion of annotators 1 and 2.
    const joint = [0, 1, 2].map(
      (k) =>
        found.classShares[k] *
        found.confusion[9 + k * 3 + rows.label[1]] *
        found.confusion[18 + k * 3 + rows.label[2]],
    );
    const expected = joint[rows.label[0]] / (joint[0] + joint[1] + joint[2]);
    expect(probabilities[0]).toBeCloseTo(expected, 12);
    expect(otherLabels[0]).toBe(2);
  });

  test("a label on gold is right or wrong", () => {
    const rows = {
      itemCount: 1,
      annotatorCount: 2,
      classCount: 2,
      item: [0, 0],
      annotator: [0, 1],
    };
    const labelled = { ...rows, label: [0, 1], knownClass: [1] };
    expect([...leaveOneOut(labelled, fitted(labelled)).probabilities]).toEqual([0, 1]);
  });

  test("a label that nobody else gave its item is worth the class share", () => {
    const rows = { itemCount: 1, annotatorCount: 1, classCount: 2, item: [0], annotator: [0] };
    const labelled = { ...rows, label: [1] };
    const found = fitted(labelled);
    const { probabilities, otherLabels } = leaveOneOut(labelled, found);
    expect(probabilities[0]).toBeCloseTo(found.classShares[1], 12);
    expect(otherLabels[0]).toBe(0);
  });

  test("a fit of other data is refused", () => {
    const rows = simulate(3, [0.8, 0.7]);
    expect(() => leaveOneOut({ ...rows, annotatorCount: 3 }, fitted(rows))).toThrow(RangeError);
  });
});

describe("mostProbableClasses", () => {
  test("prefers the lower class where two are equal", () => {
    expect([...mostProbableClasses(Float64Array.of(0.5, 0.5, 0.2, 0.8), 2)]).toEqual([0, 1]);
    expect(() => mostProbableClasses(Float64Array.of(1), 2)).toThrow(RangeError);
  });
});
