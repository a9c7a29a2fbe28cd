import { afterEach, describe, expect, it, vi } from "vitest";
import { createRandom } from "#server/core/numerics/random.ts";
import { whiteningOf, whitenRows } from "./whitening.ts";

/** A covariance that is positive definite: A·Aᵀ plus the identity. */
function drawCovariance(width: number, seed: number): Float64Array {
  const random = createRandom(seed);
  const factor = Float64Array.from({ length: width * width }, () => random.normal());
  const covariance = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < width; k++) sum += factor[i * width + k] * factor[j * width + k];
      covariance[i * width + j] = sum;
    }
  }
  return covariance;
}

function drawRows(rows: number, width: number): Float64Array {
  const random = createRandom(99);
  return Float64Array.from({ length: rows * width }, () => random.normal());
}

/** zᵀΣz, term by term. */
function quadraticForm(covariance: Float64Array, row: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) {
    for (let j = 0; j < row.length; j++) sum += row[i] * covariance[i * row.length + j] * row[j];
  }
  return sum;
}

describe("whitenRows", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it.each([1, 2, 3, 4, 5, 8, 23])(
    "gives rows whose squared length is zᵀΣz at width %i",
    (width) => {
      const covariance = drawCovariance(width, width);
      const values = drawRows(7, width);
      const coordinates = whitenRows(whiteningOf(covariance, width), { width, values });
      for (let row = 0; row < 7; row++) {
        const own = coordinates.subarray(row * width, (row + 1) * width);
        const length = own.reduce((sum, value) => sum + value * value, 0);
        const expected = quadraticForm(covariance, values.subarray(row * width, (row + 1) * width));
        expect(length / expected).toBeCloseTo(1, 10);
      }
    },
  );

  it.each([1, 3, 4, 6, 187, 401])(
    "gives the same bits four rows at a time as row by row at width %i",
    (width) => {
      const whitening = whiteningOf(drawCovariance(width, 1), width);
      const values = drawRows(11, width);
      const together = whitenRows(whitening, { width, values });
      for (let row = 0; row < 11; row++) {
        const alone = whitenRows(whitening, {
          width,
          values: values.slice(row * width, (row + 1) * width),
        });
        expect(together.subarray(row * width, (row + 1) * width)).toEqual(alone);
      }
    },
  );

  it("is not disturbed by a wider matrix whitened in between", () => {
    const narrow = whiteningOf(drawCovariance(5, 2), 5);
    const wide = whiteningOf(drawCovariance(150, 3), 150);
    const values = drawRows(8, 5);
    const before = whitenRows(narrow, { width: 5, values });
    whitenRows(wide, { width: 150, values: drawRows(8, 150) });
    expect(whitenRows(narrow, { width: 5, values })).toEqual(before);
  });

  it("gives the same bits where WebAssembly is missing", async () => {
    const whitening = whiteningOf(drawCovariance(9, 4), 9);
    const matrix = { width: 9, values: drawRows(10, 9) };
    const withKernel = whitenRows(whitening, matrix);
    vi.stubGlobal("WebAssembly", undefined);
    vi.resetModules();
    const plain = await import("./whitening.ts");
    expect(plain.whitenRows(whitening, matrix)).toEqual(withKernel);
  });

  it("refuses a matrix of another width and a covariance that is none", () => {
    const whitening = whiteningOf(drawCovariance(3, 5), 3);
    expect(() => whitenRows(whitening, { width: 2, values: drawRows(1, 2) })).toThrow(RangeError);
    expect(() => whiteningOf(Float64Array.of(1, 2, 2, 1), 2)).toThrow(RangeError);
  });
});
