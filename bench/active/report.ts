import { execFileSync } from "node:child_process";
import { cpus, totalmem } from "node:os";
import { defaultPolicy } from "#server/core/reward/policies.ts";
import type { Setting } from "./settings.ts";
import type { Estimate, PolicySummary } from "./summarise.ts";
import { describeTargets, describeTimeTargets } from "./targets.ts";
import { type FitTiming, type RankTiming, secondsOf } from "./timing.ts";

export type Report = {
  readonly settings: readonly { setting: Setting; summaries: readonly PolicySummary[] }[];
  readonly extraction: number;
  readonly fits: readonly FitTiming[];
  readonly ranks: readonly RankTiming[];
};

/** The whole report as Markdown. */
export function writeReport({ settings, extraction, fits, ranks }: Report): string {
  return [
    "# Active learning benchmark",
    "",
    `Commit ${commit()}, ${new Date().toISOString().slice(0, 10)}; ${machine()}.`,
    "Made by `npm run bench:active`; what it means is in `docs/active-learning.md`.",
    "",
    "Gains are differences to uniform on the same seeds, in percentage points, ± one standard error.",
    "“Reaches” is the number of judgments at which the mean curve has the final mean accuracy of",
    "uniform; the interval of the saving is 10 % to 90 % over resampled seeds. Accuracies of policies",
    "with fewer seeds are means over fewer splits: compare their gains, not their accuracies.",
    ...describeTargets(settings),
    ...settings.flatMap(({ setting, summaries }) => describeSetting(setting, summaries)),
    "",
    "## Time and memory",
    "",
    `Features: ${Math.round(extraction).toLocaleString("en")} completions per second on one thread.`,
    "",
    describeTimeTargets(fits, ranks),
    "",
    "| judgments | fit, s | processor, s | memory, MB |",
    "|--:|--:|--:|--:|",
    ...fits.map(
      ({ judgments, seconds, processorSeconds, megabytes }) =>
        `| ${judgments} | ${seconds.toFixed(2)} | ${processorSeconds.toFixed(2)} | ${megabytes.toFixed(0)} |`,
    ),
    "",
    "| pairs | completions per prompt | score, s | policy, s | select, s | together, s | processor, s | memory, MB |",
    "|--:|--:|--:|--:|--:|--:|--:|--:|",
    ...ranks.map(describeRank),
    "",
    "Score is the belief about every margin from unstandardised features, policy is the default one,",
    "select is the queue for a batch of 512. All on one thread; the best of three runs.",
    "Processor counts every thread of the process, garbage collection included, while the machine did",
    "other work as well.",
    "",
  ].join("\n");
}

/** File name of the picture of a setting. */
export function chartFile(setting: Setting): string {
  return `active-${setting.name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.svg`;
}

function describeSetting(setting: Setting, summaries: readonly PolicySummary[]): string[] {
  const shown = [64, 128, 256, 512, setting.budget];
  const indexOf = (judgments: number) => summaries[0].judgments.indexOf(judgments);
  return [
    "",
    `## ${setting.name}, ${setting.budget} judgments`,
    "",
    `![Learning curves](${chartFile(setting)})`,
    "",
    `| policy | seeds | accuracy at ${shown.join(" / ")}, % | gain over the curve | gain at the end | log-loss at the end | log-loss less uniform's over the curve | reaches | saved |`,
    "|---|--:|---|--:|--:|--:|--:|--:|--:|",
    ...summaries.map((summary) => {
      const accuracies = shown.map((judgments) =>
        summary.accuracy[indexOf(judgments)].mean.toFixed(1),
      );
      const isBase = summary.policy === "uniform";
      const last = summary.logLoss[summary.logLoss.length - 1];
      const cells = [
        summary.policy === defaultPolicy ? `**${summary.policy}** (default)` : summary.policy,
        summary.seeds,
        accuracies.join(" / "),
        isBase ? "" : plusMinus(summary.curveGain, 2),
        isBase ? "" : plusMinus(summary.endGain, 2),
        last.mean.toFixed(4),
        isBase ? "" : plusMinus(summary.logLossGain, 4),
        summary.reaches === null ? "not" : summary.reaches.toFixed(0),
        isBase ? "" : describeSaving(summary),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
  ];
}

function describeSaving({ saved }: PolicySummary): string {
  const percent = (share: number) => (100 * share).toFixed(0);
  return `${percent(saved.share)} % (${percent(saved.low)}–${percent(saved.high)})`;
}

function describeRank(timing: RankTiming): string {
  const { pairs, completionsPerPrompt, megabytes } = timing;
  const { scoreSeconds, policySeconds, selectSeconds, processorSeconds } = timing;
  const together = secondsOf(timing);
  const seconds = [scoreSeconds, policySeconds, selectSeconds, together, processorSeconds].map(
    (value) => value.toFixed(2),
  );
  return `| ${pairs.toLocaleString("en")} | ${completionsPerPrompt} | ${seconds.join(" | ")} | ${megabytes.toFixed(0)} |`;
}

function plusMinus({ mean, error }: Estimate, digits: number): string {
  return `${mean >= 0 ? "+" : "−"}${Math.abs(mean).toFixed(digits)} ± ${error.toFixed(digits)}`;
}

function commit(): string {
  const run = (...args: string[]) => execFileSync("git", args, { encoding: "utf8" }).trim();
  const isDirty = run("status", "--porcelain", "--untracked-files=no") !== "";
  return `${run("rev-parse", "--short", "HEAD")}${isDirty ? " (with changes)" : ""}`;
}

function machine(): string {
  const processors = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${processors[0]?.model.trim() ?? "unknown processor"}, ${processors.length} threads, ${gigabytes} GB, Node ${process.versions.node}`;
}
