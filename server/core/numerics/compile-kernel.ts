import { assembleKernel, type KernelSource } from "./assemble-kernel.ts";

/** A compiled kernel and the memory that it shares with JavaScript; addresses are bytes. */
export type Kernel = {
  readonly buffer: ArrayBuffer;
  /** Runs up to an address. */
  readonly run: (end: number) => void;
};

const pageBytes = 0x10000;

/**
 * Compiles a kernel of one parameter with memory of its own, filled with zeros.
 *
 * @param bytes size of the memory
 * @returns null where WebAssembly or its vectors are missing
 */
export function compileKernel(source: KernelSource, bytes: number): Kernel | null {
  if (typeof WebAssembly === "undefined") return null;
  const code = assembleKernel(source);
  if (!WebAssembly.validate(code)) return null;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } });
  const { run } = instance.exports;
  if (typeof run !== "function") throw new RangeError("The kernel exports no function.");
  return { buffer: memory.buffer, run: (end) => void run(end) };
}
