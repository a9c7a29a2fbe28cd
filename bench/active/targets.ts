import { defaultPolicy } from "#server/core/reward/policies.ts";
import type { Setting } from "./settings.ts";
import type { Estimate, PolicySummary } from "./summarise.ts";
import { type FitTiming, type RankTiming, secondsOf } from "./timing.ts";

type Results = readonly { setting: Setting; summaries: readonly PolicySummary[] }[];

/** Whether the default policy meets what was asked of it, setting by setting. */
export function describeTargets(results: Results): string[] {
  return [
    "",
    `## What \`${defaultPolicy}\` was asked to reach`,
    "",
    "On AlpacaEval with labels that are clean or flipped: better than uniform by two standard errors,",
    "and its final accuracy with at most half the judgments. Everywhere: not worse by two standard",
    "errors. Gains are in standard errors, over the whole curve and at the end; those of the log-loss",
    "over the curve, positive where it is lower than that of uniform.",
    "",
    "| setting | gain over the curve | gain at the end | gain of log-loss | saved | better | half | not worse |",
    "|---|--:|--:|--:|--:|---|---|---|",
    ...results.flatMap(({ setting, summaries }) => {
      const found = summaries.find(({ policy }) => policy === defaultPolicy);
      return found === undefined ? [] : [describeTarget(setting, found)];
    }),
  ];
}

function describeTarget({ name, dataSet, labels }: Setting, summary: PolicySummary): string {
  const [curve, end] = [inErrors(summary.curveGain), inErrors(summary.endGain)];
  const logLoss = -inErrors(summary.logLossGain);
  const { saved } = summary;
  const isAsked = dataSet === "alpaca-eval" && labels !== "stochastic";
  const cells = [
    name,
    signed(curve),
    signed(end),
    signed(logLoss),
    `${(100 * saved.share).toFixed(0)} % (${(100 * saved.low).toFixed(0)}–${(100 * saved.high).toFixed(0)})`,
    isAsked ? describeBetter(curve, end) : "–",
    isAsked ? judge(saved.share >= 0.5, "yes") : "–",
    judge(Math.min(curve, end, logLoss) > -2, "yes"),
  ];
  return `| ${cells.join(" | ")} |`;
}

function describeBetter(curve: number, end: number): string {
  if (curve >= 2 && end >= 2) return "yes";
  if (curve >= 2) return "over the curve only";
  return end >= 2 ? "at the end only" : "**no**";
}

function judge(isMet: boolean, words: string): string {
  return isMet ? words : "**no**";
}

/** Whether fitting and ranking are within the two seconds they may take. */
export function describeTimeTargets(
  fits: readonly FitTiming[],
  ranks: readonly RankTiming[],
): string {
  const fit = fits.find(({ judgments }) => judgments === 5000);
  const million = ranks.filter(({ pairs }) => pairs >= 1e6);
  const shapes = million.map(
    (rank) =>
      `${rank.processorSeconds.toFixed(2)} s at ${rank.completionsPerPrompt} a prompt (${secondsOf(rank).toFixed(2)} s by the clock)`,
  );
  const fitted =
    fit === undefined
      ? "not measured"
      : `${fit.processorSeconds.toFixed(2)} s (${fit.seconds.toFixed(2)} s by the clock)`;
  return `Asked: under 2 s each. In processor time, a fit of 5,000 judgments takes ${fitted}; scoring and ranking a million pairs takes ${shapes.join(", ")}.`;
}

function inErrors({ mean, error }: Estimate): number {
  return error > 0 ? mean / error : 0;
}

function signed(value: number): string {
  return `${value >= 0 ? "+" : "−"}${Math.abs(value).toFixed(1)}`;
}
