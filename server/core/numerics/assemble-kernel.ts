/** What a WebAssembly function of only `i32` parameters, without a result, is made of. */
export type KernelSource = {
  readonly parameters: number;
  /** Locals after the parameters, in this order. */
  readonly integers: number;
  readonly vectors: number;
  readonly body: readonly number[];
};

/**
 * The few instructions that kernels here are written in. Addresses are bytes; `offset` is added to
 * the address on the stack.
 *
 * @see https://webassembly.github.io/spec/core/binary/instructions.html
 */
export const instruction = {
  get: (local: number) => [0x20, ...unsigned(local)],
  set: (local: number) => [0x21, ...unsigned(local)],
  tee: (local: number) => [0x22, ...unsigned(local)],
  /** Adds a small constant to an integer local. */
  advance: (local: number, by: number) => [
    ...[...instruction.get(local), ...instruction.constant(by)],
    ...[...instruction.plus, ...instruction.set(local)],
  ],
  constant: (value: number) => [0x41, ...signed(value)],
  /** Adds the two integers on the stack. */
  plus: [0x6a],
  isLess: [0x49],
  /** Repeats the body for as long as the condition that closes it holds. */
  repeatWhile: (body: readonly number[], condition: readonly number[]) => [
    ...[0x03, 0x40],
    ...body,
    ...condition,
    ...[0x0d, 0x00, 0x0b],
  ],
  /** Sixteen bytes from memory. */
  load: (offset: number) => [0xfd, 0x00, 0x03, ...unsigned(offset)],
  /** Eight bytes from memory, then zeros. */
  loadHalf: (offset: number) => [0xfd, 0x5d, 0x03, ...unsigned(offset)],
  /** One double, or one single, from memory, in every lane. */
  loadSplatDouble: (offset: number) => [0xfd, 0x0a, 0x03, ...unsigned(offset)],
  loadSplatSingle: (offset: number) => [0xfd, 0x09, 0x02, ...unsigned(offset)],
  store: (offset: number) => [0xfd, 0x0b, 0x03, ...unsigned(offset)],
  /** The first eight bytes. */
  storeHalf: (offset: number) => [0xfd, 0x5b, 0x03, ...unsigned(offset), 0],
  zero: [0xfd, 0x0c, ...new Array<number>(16).fill(0)],
  addDoubles: [0xfd, 0xf0, 0x01],
  multiplyDoubles: [0xfd, 0xf2, 0x01],
  subtractDoubles: [0xfd, 0xf1, 0x01],
  divideDoubles: [0xfd, 0xf3, 0x01],
  /** The smaller, or the larger, of two; the first of them where one is not a number. */
  leastDoubles: [0xfd, 0xf6, 0x01],
  greatestDoubles: [0xfd, 0xf7, 0x01],
  /** Two doubles as singles, then zeros. */
  toSingles: [0xfd, 0x5e],
  addSingles: [0xfd, 0xe4, 0x01],
  multiplySingles: [0xfd, 0xe6, 0x01],
} as const;

/**
 * A WebAssembly module that imports `env.memory` and exports `run`: for the rare loop whose time
 * decides whether a target is met, because it computes several numbers at a time and needs no
 * bounds checks. Arithmetic is that of JavaScript: no fused operations, the order as written.
 *
 * @see https://webassembly.github.io/spec/core/binary/modules.html
 */
export function assembleKernel(source: KernelSource): Uint8Array<ArrayBuffer> {
  const { parameters, integers, vectors, body } = source;
  const locals = [2, ...unsigned(integers), 0x7f, ...unsigned(vectors), 0x7b];
  const code = [...locals, ...body, 0x0b];
  return Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, ...unsigned(parameters), ...new Array(parameters).fill(0x7f), 0]),
    ...section(2, [1, ...name("env"), ...name("memory"), 0x02, 0x00, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name("run"), 0x00, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  );
}

function section(kind: number, content: readonly number[]): number[] {
  return [kind, ...unsigned(content.length), ...content];
}

function name(text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  return [bytes.length, ...bytes];
}

/** LEB128: seven bits a byte, the lowest first, the top bit set on all but the last. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  const isLast = value >= -0x40 && value < 0x40;
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
