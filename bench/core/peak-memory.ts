import { readFileSync, writeFileSync } from "node:fs";
import { fitBradleyTerry } from "#server/core/ratings/bradley-terry.ts";
import { sandwichCovariance } from "#server/core/ratings/covariance.ts";
import { tabulateJudgments } from "#server/core/ratings/pair-table.ts";
import { simulateJudgments } from "./simulate.ts";

/**
 * How far the peak of resident memory rises while a million judgments become ratings with intervals.
 * Smaller data are rated first, so that compiled code is not counted as data.
 */
function rate(rows: ReturnType<typeof simulateJudgments>): void {
  const table = tabulateJudgments(rows);
  const fit = fitBradleyTerry(table);
  if (fit.kind !== "fitted") throw new Error(fit.kind);
  sandwichCovariance(table, fit);
}

/** Resets the kernel's record of the peak and returns the bytes resident now. */
function restartPeak(): number {
  // `getrusage` will not do: its maximum is inherited from the process that started this one.
  writeFileSync("/proc/self/clear_refs", "5");
  return readStatus("VmRSS");
}

function readStatus(field: string): number {
  const line = readFileSync("/proc/self/status", "utf8").match(
    new RegExp(`^${field}:\\s+(\\d+) kB`, "m"),
  );
  if (line === null) throw new Error(`the kernel does not report ${field}; run this on Linux`);
  return 1024 * Number(line[1]);
}

for (let round = 0; round < 5; round++) rate(simulateJudgments(200_000, { modelCount: 40 }));
const rows = simulateJudgments(1_000_000, { modelCount: 200 });
const inputBytes = rows.first.byteLength + rows.second.byteLength + rows.verdict.byteLength;
if (globalThis.gc === undefined) throw new Error("run with --expose-gc");
globalThis.gc();
const residentBefore = restartPeak();
rate(rows);
const residentAfter = readStatus("VmHWM");
console.log(
  JSON.stringify({
    inputBytes,
    resident: residentAfter - residentBefore,
  }),
);
