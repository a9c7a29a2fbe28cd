import { fitBradleyTerry } from "#server/core/ratings/bradley-terry.ts";
import { sandwichCovariance } from "#server/core/ratings/covariance.ts";
import { tabulateJudgments } from "#server/core/ratings/pair-table.ts";
import { simulateJudgments } from "./simulate.ts";
import { time } from "./timing.ts";

/** First calls in this process: rows → ratings of a million judgments, then their intervals. */
const rows = simulateJudgments(1_000_000, { modelCount: 200 });
const aggregate = time(() => tabulateJudgments(rows));
const fit = time(() => fitBradleyTerry(aggregate.result));
const { result } = fit;
if (result.kind !== "fitted") throw new Error(result.kind);
const sandwich = time(() => sandwichCovariance(aggregate.result, result));
const timings = {
  aggregate: aggregate.milliseconds,
  fit: fit.milliseconds,
  sandwich: sandwich.milliseconds,
};
console.log(JSON.stringify(timings));
