import { afterEach, describe, expect, it, vi } from "vitest";
import { createRandom } from "#server/core/numerics/random.ts";
import { openRowStandardiser } from "./standardise-rows.ts";
import { standardise } from "./standardiser.ts";
import { kernelRows } from "./whitening-kernel.ts";

function draw(length: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length }, () => 3 * random.normal());
}

/** Every other column is cut, the rest are left as they are. */
function standardiserOf(width: number) {
  return {
    centres: draw(width, 1),
    scales: draw(width, 2).map((value) => 0.1 + Math.abs(value)),
    limits: Float64Array.from({ length: width }, (_, k) => (k % 2 === 0 ? 1.5 : Infinity)),
  };
}

function run(open: typeof openRowStandardiser, width: number, values: Float64Array) {
  const { features, rows, sums, run } = open(standardiserOf(width), draw(width, 3));
  const count = values.length / width;
  features.set(values);
  run(count);
  return { rows: rows.slice(0, values.length), sums: sums.slice(0, 2 * count) };
}

describe("openRowStandardiser", () => {
  const widths = [1, 2, 3, 8, 23, 187];

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it.each(widths)("standardises to the nearest singles at width %i", (width) => {
    const values = draw(kernelRows * width, 4);
    const expected = standardise(standardiserOf(width), { width, values });
    expect(run(openRowStandardiser, width, values).rows).toEqual(
      Float32Array.from(expected.values),
    );
  });

  it.each(widths)("sums weighted values in doubles at width %i", (width) => {
    const values = draw(kernelRows * width, 4);
    const standardised = standardise(standardiserOf(width), { width, values });
    const weights = draw(width, 3);
    const { sums } = run(openRowStandardiser, width, values);
    for (let row = 0; row < kernelRows; row++) {
      const expected = weights.reduce(
        (sum, weight, k) => sum + weight * standardised.values[row * width + k],
        0,
      );
      expect(sums[2 * row] + sums[2 * row + 1]).toBeCloseTo(expected, 10);
    }
  });

  it.each(widths)("gives the same bits where WebAssembly is missing at width %i", async (width) => {
    const values = draw(5 * width, 5);
    const withKernel = run(openRowStandardiser, width, values);
    vi.stubGlobal("WebAssembly", undefined);
    vi.resetModules();
    const plain = await import("./standardise-rows.ts");
    expect(run(plain.openRowStandardiser, width, values)).toEqual(withKernel);
  });

  it.each([2, 3])("keeps what is no number in its own row at width %i", (width) => {
    const values = draw(3 * width, 6);
    const expected = run(openRowStandardiser, width, values);
    values[width] = Number.NaN;
    const { rows, sums } = run(openRowStandardiser, width, values);
    expect(rows[width]).toBeNaN();
    expect(sums[2]).toBeNaN();
    expect(sums.subarray(0, 2)).toEqual(expected.sums.subarray(0, 2));
    expect(rows.subarray(0, width)).toEqual(expected.rows.subarray(0, width));
    expect(rows.subarray(2 * width)).toEqual(expected.rows.subarray(2 * width));
  });

  it("refuses a standardiser that is not as wide as the weights", () => {
    expect(() => openRowStandardiser(standardiserOf(3), draw(2, 1))).toThrow(RangeError);
    expect(() => openRowStandardiser(standardiserOf(3), draw(4, 1))).toThrow(RangeError);
  });
});
