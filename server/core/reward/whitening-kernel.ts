import { assembleKernel, instruction } from "#server/core/numerics/assemble-kernel.ts";

/** Rows and columns that are computed at once: sixteen sums, two to a register. */
export const kernelSide = 4;

/**
 * The product of one panel of four rows with a triangular matrix, in memory that both sides share.
 * All numbers are doubles; places are counted in doubles.
 */
export type WhiteningKernel = {
  /**
   * The shared memory. It starts with the packed matrix: for each four columns j, the entries
   * (j…j+3, k) for k ≥ j.
   */
  readonly numbers: Float64Array;
  /** Where the panel starts: entry k of the four rows side by side, for every k. */
  readonly panel: number;
  /** Where the product is written: entry j of the four rows side by side, for every j. */
  readonly product: number;
  /** Computes the product. */
  readonly run: () => void;
};

const pageBytes = 0x10000;
const bytesPerNumber = 8;

type Run = (panel: number, panelEnd: number) => void;

// Compiled on first use; null where WebAssembly or its vectors are missing.
const compiled: { kernel?: { run: Run; memory: WebAssembly.Memory } | null } = {};

/**
 * The kernel with room for a matrix of the given width, or null where the platform cannot run it.
 * The next call overwrites what this one shares.
 */
export function openWhiteningKernel(width: number): WhiteningKernel | null {
  if (compiled.kernel === undefined) compiled.kernel = compileKernel();
  if (compiled.kernel === null) return null;
  const { run, memory } = compiled.kernel;
  const columns = kernelSide * Math.ceil(width / kernelSide);
  const panel = kernelSide * packedColumns(width);
  const product = panel + kernelSide * width;
  const end = product + kernelSide * columns;
  const missing = end * bytesPerNumber - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  const panelEnd = product * bytesPerNumber;
  return {
    numbers: new Float64Array(memory.buffer, 0, end),
    panel,
    product,
    run: () => run(panel * bytesPerNumber, panelEnd),
  };
}

/** Entries (j, k) with k ≥ j over every fourth column j: what is packed, divided by four. */
function packedColumns(width: number): number {
  let count = 0;
  for (let column = 0; column < width; column += kernelSide) count += width - column;
  return count;
}

function compileKernel() {
  if (typeof WebAssembly === "undefined") return null;
  const bytes = assembleKernel({ parameters: 2, integers: 3, vectors: 11, body: kernelBody() });
  if (!WebAssembly.validate(bytes)) return null;
  const memory = new WebAssembly.Memory({ initial: 1 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const { run } = instance.exports;
  if (typeof run !== "function") throw new RangeError("The kernel exports no function.");
  return { memory, run: (...places: Parameters<Run>) => void run(...places) };
}

/**
 * For every four columns: sixteen sums over k of matrix(column, k)·panel(k, row), from the first k
 * that can be other than zero. Each sum adds in the order of k, as the plain loop does.
 */
function kernelBody(): number[] {
  // The matrix starts at 0, where every local starts, and the product right after the panel.
  const [panel, panelEnd, matrix, product, at] = [0, 1, 2, 3, 4];
  const [left, right, entry] = [5, 6, 7];
  const { get, set, advance, isLess, repeatWhile, load, loadSplat, store, zero } = instruction;
  const { add, multiply } = instruction;
  const sumOf = (column: number, half: number) => 8 + 2 * column + half;
  const places = [0, 1, 2, 3].flatMap((column) => [0, 1].map((half) => ({ column, half })));
  const accumulate = places.flatMap(({ column, half }) => [
    ...(half === 0 ? [...get(matrix), ...loadSplat(8 * column), ...set(entry)] : []),
    ...[...get(sumOf(column, half)), ...get(entry), ...get(half === 0 ? left : right)],
    ...[...multiply, ...add, ...set(sumOf(column, half))],
  ]);
  const overK = repeatWhile(
    [
      ...[...get(at), ...load(0), ...set(left), ...get(at), ...load(16), ...set(right)],
      ...accumulate,
      ...[...advance(matrix, 32), ...advance(at, 32)],
    ],
    [...get(at), ...get(panelEnd), ...isLess],
  );
  const overColumns = repeatWhile(
    [
      ...places.flatMap(({ column, half }) => [...zero, ...set(sumOf(column, half))]),
      ...[...get(panel), ...set(at)],
      ...overK,
      ...places.flatMap(({ column, half }) => [
        ...[...get(product), ...get(sumOf(column, half)), ...store(32 * column + 16 * half)],
      ]),
      ...[...advance(product, 128), ...advance(panel, 128)],
    ],
    [...get(panel), ...get(panelEnd), ...isLess],
  );
  return [...get(panelEnd), ...set(product), ...overColumns];
}
