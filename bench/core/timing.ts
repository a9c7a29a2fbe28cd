import { execFileSync } from "node:child_process";

/** Milliseconds of one call, and what it returned. */
export function time<Result>(call: () => Result): { milliseconds: number; result: Result } {
  const start = performance.now();
  const result = call();
  return { milliseconds: performance.now() - start, result };
}

export type Interleaved = { readonly ours: number[]; readonly theirs: number[] };

/** Times two calls in turn, so that a busy moment of the machine falls on both. */
export function interleave(
  rounds: number,
  ours: () => unknown,
  theirs: () => unknown,
): Interleaved {
  const timings: Interleaved = { ours: [], theirs: [] };
  for (let round = 0; round < rounds; round++) {
    timings.ours.push(time(ours).milliseconds);
    timings.theirs.push(time(theirs).milliseconds);
  }
  return timings;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Runs a script of this folder in a fresh process and reads the JSON on its last line. */
export function runFresh(
  script: string,
  { flags = [], env = {} }: { flags?: readonly string[]; env?: Record<string, string> } = {},
): unknown {
  const path = new URL(script, import.meta.url).pathname;
  const output = execFileSync(process.execPath, [...flags, "--import", "tsx", path], {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return JSON.parse(output.trim().split("\n").at(-1) ?? "");
}
