import { instruction } from "./assemble-kernel.ts";

/** How a kernel holds its numbers, and what the same arithmetic is outside of it. */
export type Precision<Numbers> = {
  readonly bytes: number;
  /** Numbers in shared memory, from a byte on. */
  readonly view: (buffer: ArrayBuffer, byte: number, length: number) => Numbers;
  readonly create: (length: number) => Numbers;
  /** The nearest number that is held exactly. */
  readonly round: (value: number) => number;
  /** One number from memory, in every lane. */
  readonly loadSplat: (offset: number) => number[];
  readonly add: readonly number[];
  readonly multiply: readonly number[];
};

/** What JavaScript computes in; two to a register. */
export const double: Precision<Float64Array<ArrayBuffer>> = {
  bytes: 8,
  view: (buffer, byte, length) => new Float64Array(buffer, byte, length),
  create: (length) => new Float64Array(length),
  round: (value) => value,
  loadSplat: instruction.loadSplatDouble,
  add: instruction.addDoubles,
  multiply: instruction.multiplyDoubles,
};

/**
 * Four to a register, and half the memory. A sum or product of two singles that is computed as doubles and
 * then rounded has the bits of single arithmetic, as a double has more than twice the digits.
 *
 * @see Figueroa 1995, https://doi.org/10.1145/221332.221334
 */
export const single: Precision<Float32Array<ArrayBuffer>> = {
  bytes: 4,
  view: (buffer, byte, length) => new Float32Array(buffer, byte, length),
  create: (length) => new Float32Array(length),
  round: Math.fround,
  loadSplat: instruction.loadSplatSingle,
  add: instruction.addSingles,
  multiply: instruction.multiplySingles,
};
