import { afterEach, describe, expect, it, vi } from "vitest";
import { createRandom } from "#server/core/numerics/random.ts";
import { openWhitener, whiteningOf, whitenRows } from "./whitening.ts";
import { kernelRows } from "./whitening-kernel.ts";

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

async function importWithoutKernels() {
  vi.stubGlobal("WebAssembly", undefined);
  vi.resetModules();
  return await import("./whitening.ts");
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe("whitenRows", () => {
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
    "gives the same bits many rows at a time as row by row at width %i",
    (width) => {
      const whitening = whiteningOf(drawCovariance(width, 1), width);
      const rows = kernelRows + 7;
      const values = drawRows(rows, width);
      const together = whitenRows(whitening, { width, values });
      for (let row = 0; row < rows; row++) {
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

  it.each([1, 4, 9, 187])(
    "gives the same bits where WebAssembly is missing at width %i",
    async (width) => {
      const whitening = whiteningOf(drawCovariance(width, 4), width);
      const matrix = { width, values: drawRows(10, width) };
      const withKernel = whitenRows(whitening, matrix);
      const { whitenRows: plain } = await importWithoutKernels();
      expect(plain(whitening, matrix)).toEqual(withKernel);
    },
  );

  it("refuses a matrix of another width and a covariance that is none", () => {
    const whitening = whiteningOf(drawCovariance(3, 5), 3);
    expect(() => whitenRows(whitening, { width: 2, values: drawRows(1, 2) })).toThrow(RangeError);
    expect(() => whiteningOf(Float64Array.of(1, 2, 2, 1), 2)).toThrow(RangeError);
  });
});

describe("a whitener in single precision", () => {
  const widths = [1, 3, 7, 8, 9, 16, 187, 401];

  function whitenInSingles(open: typeof openWhitener, width: number, values: Float64Array) {
    const whitening = whiteningOf(drawCovariance(width, 6), width);
    const { rows, products, run } = open.single(whitening);
    rows.set(values);
    run(values.length / width);
    return products.slice(0, values.length);
  }

  it.each(widths)("stays within its bound of the exact product at width %i", (width) => {
    const { upper } = whiteningOf(drawCovariance(width, 6), width);
    const values = drawRows(kernelRows, width);
    const coordinates = whitenInSingles(openWhitener, width, values);
    for (let at = 0; at < values.length; at++) {
      const row = values.subarray(at - (at % width));
      const terms = Float64Array.from({ length: width }, (_, k) => {
        return upper[(at % width) * width + k] * row[k];
      });
      const sum = terms.reduce((total, term) => total + term, 0);
      const size = terms.reduce((total, term) => total + Math.abs(term), 0);
      expect(Math.abs(coordinates[at] - sum)).toBeLessThanOrEqual((width + 2) * 2 ** -24 * size);
    }
  });

  it.each(widths)("gives the same bits where WebAssembly is missing at width %i", async (width) => {
    const values = drawRows(10, width);
    const withKernel = whitenInSingles(openWhitener, width, values);
    const { openWhitener: plain } = await importWithoutKernels();
    expect(whitenInSingles(plain, width, values)).toEqual(withKernel);
  });

  it.each([3, 9, 187])("keeps what is no number in its own row at width %i", (width) => {
    const values = drawRows(10, width);
    const expected = whitenInSingles(openWhitener, width, values);
    values.fill(Number.NaN, 4 * width, 5 * width);
    const coordinates = whitenInSingles(openWhitener, width, values);
    expect(coordinates.subarray(0, 4 * width)).toEqual(expected.subarray(0, 4 * width));
    expect(coordinates.subarray(5 * width)).toEqual(expected.subarray(5 * width));
  });
});
