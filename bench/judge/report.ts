import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { type FetchedScript, listHeavyParts, sumBytes } from "#e2e/page-scripts.ts";
import type { PageWeight } from "#e2e/page-weight.ts";
import type { KeyTime } from "./key-times.ts";

export type MeanWeight = PageWeight & { readonly codeBytes: number };

export type Report = {
  readonly words: number;
  readonly chromium: string;
  readonly times: readonly KeyTime[];
  readonly shifts: { readonly unasked: number; readonly afterKeys: number };
  readonly scripts: {
    readonly cold: readonly FetchedScript[];
    readonly later: readonly FetchedScript[];
  };
  /** After how many judgments the page was weighed, and what it weighed. */
  readonly counts: readonly number[];
  readonly weights: readonly MeanWeight[];
};

const limits = { keyMs: 50, scriptBytes: 200_000, shift: 0.001, growth: 1.05 };

/** Writes the page about one run. */
export function writeReport(report: Report): void {
  const folder = new URL("../results/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const page = composePage(report);
  writeFileSync(new URL("judge.md", folder), page);
  console.log(page);
}

function composePage(report: Report): string {
  const { words, chromium, times } = report;
  return [
    "# Speed of the judge screen",
    "",
    "Written by `npm run bench:judge`: the built product, an embedded PostgreSQL and Chromium on one machine.",
    "",
    `Machine: ${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores, load ${loadavg()[0].toFixed(2)} at the end · Node ${process.version} · Chromium ${chromium} · commit ${commit()}`,
    "",
    ...describeKeys(times, words),
    ...describeShifts(report),
    ...describeScripts(report),
    ...describeWeights(report),
  ].join("\n");
}

function describeKeys(times: readonly KeyTime[], words: number): string[] {
  const rows = [
    ["next pair presented", times.map(presentedMs)],
    ["upper bound: the frame after it has begun", times.map((time) => time.nextFrame)],
    ["the same bound for a key that does nothing", times.map((time) => time.idle)],
  ] as const;
  const p95 = quantile(times.map(presentedMs), 0.95);
  const late = times.filter((time) => time.frames > 1).length;
  return [
    `## From the key to the next pair: p95 ${p95.toFixed(0)} ms (target: at most ${limits.keyMs} ms, ${verdict(p95 <= limits.keyMs)})`,
    "",
    `${times.length} judgments of pairs of two ${words.toLocaleString("en")}-word responses, a third to one second apart,`,
    "headings and lists in all, tables, code and formulas in some.",
    "",
    "| milliseconds | p50 | p95 | max |",
    "|---|---:|---:|---:|",
    ...rows.map(
      ([name, values]) =>
        `| ${name} | ${[0.5, 0.95, 1].map((share) => quantile(values, share).toFixed(1)).join(" | ")} |`,
    ),
    "",
    "The clock starts at the time stamp that the browser gave the key, before any script ran. Where the",
    "next pair stands in the page before the very next frame is drawn, as it did for all but",
    `${late} keys, Event Timing says when that frame was presented, in steps of 8 ms and only from 16 ms on (less`,
    "counts as 16). Where it came in a later frame, the upper bound counts: an animation frame has seen the pair",
    "visible, and the frame after that has begun. The last row is what this machine, at this load, takes for",
    "two frames when nothing is to be done.",
    "",
  ];
}

/** Until the frame with the next pair was presented, or longer. */
function presentedMs({ frames, presented, nextFrame }: KeyTime): number {
  return frames === 1 ? (presented ?? 16) : nextFrame;
}

function describeShifts({ shifts, times }: Report): string[] {
  const isMet = shifts.unasked <= limits.shift;
  return [
    `## Layout shift: ${shifts.unasked.toFixed(4)} (target: none, ${verdict(isMet)})`,
    "",
    `The sum over the first paint and ${times.length} judgments of all shifts that follow no key within half a second.`,
    `Those within half a second of a key, where one pair takes the place of another, add up to ${shifts.afterKeys.toFixed(4)}.`,
    "",
  ];
}

function describeScripts({ scripts }: Report): string[] {
  const total = sumBytes(scripts.cold);
  const heavy = listHeavyParts(scripts.cold);
  return [
    `## JavaScript of a cold visit: ${kilobytes(total)} compressed (target: at most ${kilobytes(limits.scriptBytes)}, ${verdict(total <= limits.scriptBytes)})`,
    "",
    `Bodies of ${scripts.cold.length} script responses as they crossed the network, from opening the page with an empty`,
    `cache until the network was idle. Heavy parts among them: ${heavy.length === 0 ? "none" : heavy.join(", ")}.`,
    "",
    "| fetched when first needed | compressed |",
    "|---|---:|",
    ...scripts.later
      .filter((script) => script.holds.length > 0)
      .map((script) => `| ${script.holds.join(", ")} | ${kilobytes(script.bytes)} |`),
    "",
  ];
}

function describeWeights({ counts, weights }: Report): string[] {
  const [before, after] = weights;
  // What the engine compiles grows for a while by itself.
  const held = [before, after].map((weight) => weight.heapBytes - weight.codeBytes);
  const growth = held[1] / held[0];
  const perJudgment = (held[1] - held[0]) / (counts[1] - counts[0]);
  const isMet = growth <= limits.growth && after.listeners <= before.listeners * limits.growth;
  return [
    `## ${counts[1]} judgments in a row: heap without compiled code × ${growth.toFixed(3)} (target: no growth, ${verdict(isMet)})`,
    "",
    "Means over thirty consecutive pairs up to the count, each after a forced collection of garbage.",
    "",
    "| judgments | heap | of it compiled code | DOM nodes | listeners |",
    "|---:|---:|---:|---:|---:|",
    ...weights.map(
      (weight, at) =>
        `| ${counts[at]} | ${megabytes(weight.heapBytes)} | ${megabytes(weight.codeBytes)} | ${weight.nodes.toFixed(0)} | ${weight.listeners.toFixed(0)} |`,
    ),
    "",
    `Without compiled code that is ${perJudgment.toFixed(0)} bytes a judgment.`,
    "",
  ];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function verdict(isMet: boolean): string {
  return isMet ? "met" : "**missed**";
}

function commit(): string {
  const git = (...rest: string[]): string => execFileSync("git", rest, { encoding: "utf8" }).trim();
  const changed = git("status", "--porcelain", "--", "app", "server", "db", "bench/judge");
  return git("rev-parse", "--short", "HEAD") + (changed === "" ? "" : " with changes");
}
