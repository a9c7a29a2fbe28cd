import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";

export type Claim = {
  readonly name: string;
  readonly size: string;
  readonly ours: number;
  readonly unit: "ms";
  /** Milliseconds of the usual approach; null when the claim is absolute. */
  readonly theirs: number | null;
  readonly baseline: string;
  readonly target: string | null;
  readonly isMet: boolean;
};

export type ScalingPoint = { readonly count: number; readonly milliseconds: number };

export type Report = {
  readonly claims: readonly Claim[];
  readonly scaling: readonly ScalingPoint[];
  readonly memory: {
    readonly inputBytes: number;
    readonly resident: number;
  };
  /** Largest distance of the baselines from the Newton fit, Elo points. */
  readonly accuracy: { readonly cells: number; readonly perJudgment: number };
};

/** Writes the table and the picture of one run. */
export function writeReport(report: Report): void {
  const folder = new URL("../results/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL("core.md", folder), composePage(report));
  writeFileSync(new URL("core.svg", folder), drawBars(report));
}

function composePage({ claims, scaling, memory, accuracy }: Report): string {
  const perRow = scaling.map(({ count, milliseconds }) => (1e6 * milliseconds) / count);
  const peak = (memory.inputBytes + memory.resident) / memory.inputBytes;
  return [
    "# Speed of the mathematical core",
    "",
    "Written by `npm run bench:core`. Each ratio comes from one run on one machine: the usual approach",
    "is re-implemented in `bench/core/baselines.ts` on the same typed arrays and timed in turn with ours.",
    "",
    `Machine: ${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores, load ${loadavg()[0].toFixed(2)} at the end · Node ${process.version} · commit ${commit()}`,
    "",
    "| what | size | ours | baseline | ratio | target | |",
    "|---|---|---:|---|---:|---|---|",
    ...claims.map(claimRow),
    "",
    "## Aggregation is linear in judgments",
    "",
    "| judgments | time | per judgment |",
    "|---:|---:|---:|",
    ...scaling.map(
      ({ count, milliseconds }, at) =>
        `| ${count.toLocaleString("en")} | ${milliseconds.toFixed(2)} ms | ${perRow[at].toFixed(1)} ns |`,
    ),
    "",
    "The smallest size also pays for its 200 × 200 counters.",
    "",
    "## Memory",
    "",
    `A million judgments are ${(memory.inputBytes / 1e6).toFixed(1)} MB of typed arrays. While they become ratings`,
    `with intervals, resident memory peaks ${(memory.resident / 1e6).toFixed(1)} MB higher (most of five processes), so`,
    `input and work together are ${peak.toFixed(2)}× the input (target: below 3×, ${peak < 3 ? "met" : "**missed**"}).`,
    "",
    "## Accuracy of the baselines",
    "",
    `At their usual tolerances the L-BFGS fits stop up to ${accuracy.cells.toFixed(4)} (distinct rows) and`,
    `${accuracy.perJudgment.toFixed(4)} (one row per judgment) Elo from the Newton fit, whose gradient is zero to rounding.`,
    "",
    "![Times on a logarithmic scale](core.svg)",
    "",
  ].join("\n");
}

function claimRow({ name, size, ours, unit, theirs, baseline, target, isMet }: Claim): string {
  const ratio = theirs === null ? "" : `${ratioOf(theirs / ours)}×`;
  const against = theirs === null ? baseline : `${number(theirs)} ms: ${baseline}`;
  const verdict = target === null ? "" : isMet ? "met" : "**missed**";
  return `| ${name} | ${size} | ${number(ours)} ${unit} | ${against} | ${ratio} | ${target ?? ""} | ${verdict} |`;
}

function ratioOf(ratio: number): string {
  return ratio >= 100 ? ratio.toFixed(0) : ratio.toFixed(1);
}

function number(milliseconds: number): string {
  const digits = milliseconds >= 100 ? 0 : milliseconds >= 10 ? 1 : 2;
  return Number(milliseconds.toFixed(digits)).toLocaleString("en");
}

function commit(): string {
  const git = (...rest: string[]): string => execFileSync("git", rest, { encoding: "utf8" }).trim();
  const changed = git("status", "--porcelain", "--", "server", "bench/core");
  return git("rev-parse", "--short", "HEAD") + (changed === "" ? "" : " with changes");
}

const WIDTH = 900;
const LABEL = 330;
const ROW = 40;

/** Paired bars on a logarithmic axis of milliseconds, ours above the baseline. */
function drawBars({ claims }: Report): string {
  const drawn = claims.filter(({ theirs }) => theirs !== null);
  const height = 70 + ROW * drawn.length;
  const largest = Math.max(...drawn.map(({ theirs }) => theirs ?? 1));
  const decades = Math.ceil(Math.log10(largest));
  const x = (milliseconds: number): number =>
    LABEL + ((WIDTH - LABEL - 90) * Math.max(0, Math.log10(milliseconds))) / decades;
  const ticks = Array.from({ length: decades + 1 }, (_, power) => {
    const at = x(10 ** power);
    return `<line x1="${at}" x2="${at}" y1="40" y2="${height - 25}" class="grid"/><text x="${at}" y="${height - 8}" text-anchor="middle">${(10 ** power).toLocaleString("en")} ms</text>`;
  });
  const bars = drawn.map(({ name, ours, theirs }, at) => {
    const top = 50 + ROW * at;
    const baseline = theirs ?? 1;
    return [
      `<text x="${LABEL - 8}" y="${top + 19}" text-anchor="end">${name}</text>`,
      `<rect x="${LABEL}" y="${top}" width="${Math.max(2, x(ours) - LABEL).toFixed(1)}" height="12" class="ours"/>`,
      `<rect x="${LABEL}" y="${top + 14}" width="${(x(baseline) - LABEL).toFixed(1)}" height="12" class="theirs"/>`,
      `<text x="${(x(baseline) + 6).toFixed(1)}" y="${top + 24}">${ratioOf(baseline / ours)}×</text>`,
    ].join("");
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Times of the core and of the usual approaches, in milliseconds on a logarithmic scale">`,
    "<style>text{font:12px sans-serif;fill:#333}.grid{stroke:#ddd}.ours{fill:#0b7a75}.theirs{fill:#b9b4a7}@media(prefers-color-scheme:dark){text{fill:#ddd}.grid{stroke:#444}.ours{fill:#3fc1b0}.theirs{fill:#77736a}}</style>",
    `<rect x="${LABEL}" y="12" width="12" height="12" class="ours"/><text x="${LABEL + 18}" y="22">this project</text>`,
    `<rect x="${LABEL + 120}" y="12" width="12" height="12" class="theirs"/><text x="${LABEL + 138}" y="22">the usual approach</text>`,
    ...ticks,
    ...bars,
    "</svg>",
    "",
  ].join("\n");
}
