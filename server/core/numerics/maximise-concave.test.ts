import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logistic, softplus } from "./logistic.ts";
import { maximiseConcave } from "./maximise-concave.ts";
import { multiplyTransposed } from "./multiply-transposed.ts";

describe("maximiseConcave", () => {
  it("finds the log-odds of a binomial from any start", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999 }),
        fc.double({ min: -8, max: 8, noNaN: true }),
        (wins, start) => {
          const result = maximiseConcave({
            start: Float64Array.of(start),
            evaluate: ([x]) => ({
              value: -wins * softplus(-x) - (1000 - wins) * softplus(x),
              gradient: Float64Array.of(wins - 1000 * logistic(x)),
              information: Float64Array.of(1000 * logistic(x) * logistic(-x)),
            }),
          });
          if (result.kind !== "maximum") throw new Error(result.kind);
          expect(result.parameters[0]).toBeCloseTo(Math.log(wins / (1000 - wins)), 10);
        },
      ),
    );
  });

  it("halves steps that leave the domain", () => {
    // x − x·ln x rises to 1 at x = 1 and is defined only above zero.
    const result = maximiseConcave({
      start: Float64Array.of(4),
      evaluate: ([x]) =>
        x > 0
          ? {
              value: x - x * Math.log(x),
              gradient: Float64Array.of(-Math.log(x)),
              information: Float64Array.of(1 / x),
            }
          : null,
    });
    if (result.kind !== "maximum") throw new Error(result.kind);
    expect(result.parameters[0]).toBeCloseTo(1, 12);
  });

  it("reports a function that rises for ever", () => {
    const evaluate = ([x]: Float64Array) => ({
      value: -softplus(-x),
      gradient: Float64Array.of(logistic(-x)),
      information: Float64Array.of(logistic(x) * logistic(-x)),
    });
    const start = new Float64Array(1);
    expect(maximiseConcave({ start, evaluate }).kind).toBe("no-maximum");
    expect(Array.from(start)).toEqual([0]);
  });

  it("refuses a start outside the domain", () => {
    expect(() => maximiseConcave({ start: new Float64Array(1), evaluate: () => null })).toThrow(
      RangeError,
    );
  });
});

describe("multiplyTransposed", () => {
  it("is A·Bᵀ for every size, odd ones included", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 7 }),
        fc.infiniteStream(fc.integer({ min: -9, max: 9 })),
        (size, stream) => {
          const draw = (): Float64Array =>
            Float64Array.from({ length: size * size }, () => stream.next().value);
          const a = draw();
          const b = draw();
          const product = multiplyTransposed(a, b, size);
          for (let i = 0; i < size; i++) {
            for (let j = 0; j < size; j++) {
              let sum = 0;
              for (let k = 0; k < size; k++) sum += a[i * size + k] * b[j * size + k];
              expect(product[i * size + j] - sum).toBe(0);
            }
          }
        },
      ),
    );
    expect(() => multiplyTransposed(new Float64Array(3), new Float64Array(4), 2)).toThrow(
      RangeError,
    );
  });
});
