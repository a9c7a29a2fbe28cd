import { instruction } from "#server/core/numerics/assemble-kernel.ts";
import { compileKernel } from "#server/core/numerics/compile-kernel.ts";
import { kernelRows } from "./whitening-kernel.ts";

/** Standardised rows and their mean rewards, in memory that both sides share. */
export type StandardisingKernel = {
  /** One entry per feature. */
  readonly centres: Float64Array;
  readonly scales: Float64Array;
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
  readonly weights: Float64Array;
  /** Room for {@link kernelRows} rows of features, below one another. */
  readonly features: Float64Array;
  /** The same rows, standardised. */
  readonly rows: Float32Array;
  /** Σ weight·standardised value of each row: the sum over even columns, then that over odd ones. */
  readonly sums: Float64Array;
  /** Computes rows and sums of the first rows of features. */
  readonly run: (rows: number) => void;
};

const doubleBytes = 8;
const singleBytes = 4;
const pairBytes = 2 * doubleBytes;

const opened = new Map<number, StandardisingKernel | null>();

/**
 * The kernel for rows of a given width, or null where the platform cannot run it. There is one for
 * each width, so the next user overwrites what this one shares.
 */
export function openStandardisingKernel(width: number): StandardisingKernel | null {
  const known = opened.get(width);
  if (known !== undefined) return known;
  const kernel = createKernel(width);
  opened.set(width, kernel);
  return kernel;
}

function createKernel(width: number): StandardisingKernel | null {
  const layout = layOut(width);
  const body = kernelBody(layout);
  const kernel = compileKernel({ parameters: 1, integers: 4, vectors: 2, body }, layout.end);
  if (kernel === null) return null;
  const { buffer } = kernel;
  const perFeature = (index: number) =>
    new Float64Array(buffer, index * layout.parameterBytes, width);
  // An odd width leaves a place at the end of each, where dividing by zero must not be.
  new Float64Array(buffer, layout.parameterBytes, layout.parameterBytes / doubleBytes).fill(1);
  return {
    centres: perFeature(0),
    scales: perFeature(1),
    lowest: perFeature(2),
    highest: perFeature(3),
    weights: perFeature(4),
    features: new Float64Array(buffer, layout.features, kernelRows * width),
    rows: new Float32Array(buffer, layout.rows, kernelRows * width),
    sums: new Float64Array(buffer, layout.sums, 2 * kernelRows),
    run: (rows) => kernel.run(layout.features + rows * width * doubleBytes),
  };
}

type Layout = ReturnType<typeof layOut>;

/** Where things are, in bytes; what there is one of per feature comes first. */
function layOut(width: number) {
  const parameterBytes = pairBytes * Math.ceil(width / 2);
  const features = 5 * parameterBytes;
  const sums = features + kernelRows * width * doubleBytes;
  const rows = sums + kernelRows * pairBytes;
  const end = rows + kernelRows * width * singleBytes + pairBytes;
  return { width, parameterBytes, features, rows, sums, end };
}

/**
 * Two columns at a time. The last column of an odd width is paired with a zero, which is stored on
 * the first column of the next row before that is.
 */
function kernelBody({ width, parameterBytes, features, rows, sums }: Layout): number[] {
  const [featuresEnd, from, to, parameters, toSum, value, sum] = [0, 1, 2, 3, 4, 5, 6];
  const { get, set, advance, constant, isLess, repeatWhile, load, loadHalf } = instruction;
  const { subtractDoubles, divideDoubles, leastDoubles, greatestDoubles } = instruction;
  const { store, storeHalf, zero, multiplyDoubles, addDoubles, toSingles } = instruction;
  const parameter = (index: number) => [...get(parameters), ...load(index * parameterBytes)];
  const standardise = (loadFeatures: readonly number[]) => [
    ...[...get(from), ...loadFeatures, ...parameter(0), ...subtractDoubles],
    ...[...parameter(1), ...divideDoubles],
    ...[...parameter(2), ...greatestDoubles, ...parameter(3), ...leastDoubles, ...set(value)],
    ...[
      ...get(sum),
      ...parameter(4),
      ...get(value),
      ...multiplyDoubles,
      ...addDoubles,
      ...set(sum),
    ],
    ...[...get(to), ...get(value), ...toSingles, ...storeHalf(0)],
  ];
  const pairs = repeatWhile(
    [
      ...standardise(load(0)),
      ...[...advance(from, pairBytes), ...advance(to, 2 * singleBytes)],
      ...advance(parameters, pairBytes),
    ],
    [...get(parameters), ...constant(pairBytes * Math.floor(width / 2)), ...isLess],
  );
  const last = [
    ...standardise(loadHalf(0)),
    ...[...advance(from, doubleBytes), ...advance(to, singleBytes)],
  ];
  const overRows = repeatWhile(
    [
      ...[...constant(0), ...set(parameters), ...zero, ...set(sum)],
      ...(width > 1 ? pairs : []),
      ...(width % 2 === 1 ? last : []),
      ...[...get(toSum), ...get(sum), ...store(0), ...advance(toSum, pairBytes)],
    ],
    [...get(from), ...get(featuresEnd), ...isLess],
  );
  return [
    ...[...constant(features), ...set(from), ...constant(rows), ...set(to)],
    ...[...constant(sums), ...set(toSum), ...overRows],
  ];
}
