import { instruction } from "#server/core/numerics/assemble-kernel.ts";
import { compileKernel } from "#server/core/numerics/compile-kernel.ts";
import { double, type Precision, single } from "#server/core/numerics/precision.ts";

/** The product of rows with one triangular matrix, in memory that both sides share. */
export type WhiteningKernel<Numbers> = {
  /**
   * The packed matrix, by blocks of `columnsAtOnce` columns from the last block to the first: of the
   * block that starts at column j, the entries (j…, k) side by side for each k ≥ j.
   */
  readonly matrix: Numbers;
  readonly columnsAtOnce: number;
  /** Room for {@link kernelRows} rows, below one another. */
  readonly rows: Numbers;
  /** Their products, below one another. */
  readonly products: Numbers;
  /** Computes the products of the first rows. */
  readonly run: (rows: number) => void;
};

/**
 * Rows that one call takes, a multiple of those computed at once: few enough to stay in the cache next
 * to the part of the matrix in use.
 */
export const kernelRows = 48;

/** Rows and registers of columns that are computed at once: eight registers of sums. */
const rowsAtOnce = 4;
const registersAtOnce = 2;

const registerBytes = 16;
const blockBytes = registersAtOnce * registerBytes;

/**
 * By precision: the kernel for rows of a given width, or null where the platform cannot run it. There
 * is one of each, so the next user overwrites what this one shares.
 */
export const openWhiteningKernel = { double: openerOf(double), single: openerOf(single) };

/** Compiles each width once, when it is first used. */
function openerOf<Numbers>(precision: Precision<Numbers>) {
  const opened = new Map<number, WhiteningKernel<Numbers> | null>();
  return (width: number) => {
    const known = opened.get(width);
    if (known !== undefined) return known;
    const kernel = createKernel(width, precision);
    opened.set(width, kernel);
    return kernel;
  };
}

function createKernel<Numbers>(
  width: number,
  precision: Precision<Numbers>,
): WhiteningKernel<Numbers> | null {
  const { bytes, view } = precision;
  const layout = layOut(width * bytes, bytes);
  const { rowBytes, rows, products } = layout;
  const vectors = 1 + registersAtOnce * (1 + rowsAtOnce);
  const body = kernelBody(layout, precision);
  const kernel = compileKernel({ parameters: 1, integers: 6, vectors, body }, layout.end);
  if (kernel === null) return null;
  return {
    matrix: view(kernel.buffer, 0, rows / bytes),
    columnsAtOnce: blockBytes / bytes,
    rows: view(kernel.buffer, rows, kernelRows * width),
    products: view(kernel.buffer, products, kernelRows * width),
    run: (count) => kernel.run(rows + count * rowBytes),
  };
}

type Layout = ReturnType<typeof layOut>;

/** Where things are, in bytes; the matrix comes first. */
function layOut(rowBytes: number, bytes: number) {
  const blocks = Math.ceil(rowBytes / blockBytes);
  let rows = 0;
  for (let block = 0; block < blocks; block++) {
    rows += (blockBytes / bytes) * (rowBytes - block * blockBytes);
  }
  const products = rows + kernelRows * rowBytes;
  const end = products + kernelRows * rowBytes + blockBytes;
  return { rowBytes, rows, products, end, lastBlock: (blocks - 1) * blockBytes };
}

/**
 * For some columns and four rows at a time: sums over k of matrix(column, k)·row(k), from the first k
 * that can be other than zero, each in the order of k, as the plain loop adds. The last columns come
 * first: where they do not fill their registers, the store runs into the next row, whose own first
 * columns are stored later.
 */
function kernelBody<Numbers>(
  { rowBytes, rows, products, lastBlock }: Layout,
  { bytes, loadSplat, add, multiply }: Precision<Numbers>,
): number[] {
  // Locals start at 0, where the matrix starts.
  const [rowsEnd, matrix, column, row, rowEnd, at, entries, value] = [0, 1, 2, 3, 4, 5, 6, 7];
  const { get, set, advance, constant, plus, isLess, repeatWhile, load, store, zero } = instruction;
  const registers = Array.from({ length: registersAtOnce }, (_, index) => ({
    local: value + 1 + index,
    offset: registerBytes * index,
  }));
  const sums = Array.from({ length: rowsAtOnce }, (_, index) => ({
    offset: rowBytes * index,
    local: (register: number) => value + 1 + registersAtOnce * (index + 1) + register,
  }));
  const overK = repeatWhile(
    [
      ...registers.flatMap(({ local, offset }) => [
        ...[...get(entries), ...load(offset), ...set(local)],
      ]),
      ...sums.flatMap((sum) => [
        ...[...get(at), ...loadSplat(sum.offset), ...set(value)],
        ...registers.flatMap(({ local }, index) => [
          ...[...get(sum.local(index)), ...get(local), ...get(value)],
          ...[...multiply, ...add, ...set(sum.local(index))],
        ]),
      ]),
      ...[...advance(entries, blockBytes), ...advance(at, bytes)],
    ],
    [...get(at), ...get(rowEnd), ...isLess],
  );
  const toColumn = [...get(row), ...get(column), ...plus, ...set(at)];
  const overRows = repeatWhile(
    [
      ...sums.flatMap((sum) =>
        registers.flatMap((_, index) => [...zero, ...set(sum.local(index))]),
      ),
      ...[...toColumn, ...get(matrix), ...set(entries)],
      ...[...get(row), ...constant(rowBytes), ...plus, ...set(rowEnd)],
      ...overK,
      ...toColumn,
      ...sums.flatMap((sum) =>
        registers.flatMap(({ offset }, index) => [
          ...[...get(at), ...get(sum.local(index))],
          ...store(products - rows + sum.offset + offset),
        ]),
      ),
      ...advance(row, rowsAtOnce * rowBytes),
    ],
    [...get(row), ...get(rowsEnd), ...isLess],
  );
  const overColumns = repeatWhile(
    [
      ...[...constant(rows), ...set(row)],
      ...overRows,
      ...[...get(entries), ...set(matrix), ...advance(column, -blockBytes)],
    ],
    // Left of the first column the offset wraps around to a large one.
    [...get(column), ...constant(rowBytes), ...isLess],
  );
  return [...constant(lastBlock), ...set(column), ...overColumns];
}
