import { fitDawidSkene } from "#server/core/annotators/dawid-skene.ts";
import { fitSlopeBias } from "#server/core/annotators/slope-bias.ts";
import { createRandom } from "#server/core/numerics/random.ts";
import { bootstrapStrengths } from "#server/core/ratings/bootstrap.ts";
import { type BradleyTerryFit, fitBradleyTerry } from "#server/core/ratings/bradley-terry.ts";
import { clusteredCovariance } from "#server/core/ratings/clustered-covariance.ts";
import { fitContextualBradleyTerry } from "#server/core/ratings/contextual-bradley-terry.ts";
import { sandwichCovariance } from "#server/core/ratings/covariance.ts";
import { ELO_PER_NAT } from "#server/core/ratings/elo.ts";
import { type PairTable, tabulateJudgments } from "#server/core/ratings/pair-table.ts";
import {
  fitAnnotatorsJointly,
  fitCells,
  fitMinorise,
  fitPerJudgment,
  refitCells,
  refitRows,
  runPlainDawidSkene,
  uniqueCells,
} from "./baselines.ts";
import { type Claim, type ScalingPoint, writeReport } from "./report.ts";
import { simulateJudgments, simulateLabels, simulateRing } from "./simulate.ts";
import { interleave, median, runFresh, time } from "./timing.ts";

/** Every speed claim of the mathematical core against the usual approach, in one run. */
const claims: Claim[] = [];

function claim(entry: Claim): void {
  claims.push(entry);
  const ratio = entry.theirs === null ? "" : ` · baseline ${entry.theirs.toFixed(1)} ms`;
  console.log(`${entry.name}: ${entry.ours.toFixed(2)} ${entry.unit}${ratio}`);
}

function requireFit(table: PairTable): BradleyTerryFit {
  const fit = fitBradleyTerry(table);
  if (fit.kind !== "fitted") throw new Error(fit.kind);
  return fit;
}

function largestEloGap(a: Float64Array, b: Float64Array): number {
  const centreOf = (values: Float64Array): number => values.reduce((x, y) => x + y) / values.length;
  const shift = centreOf(a) - centreOf(b);
  return a.reduce(
    (gap, value, at) => Math.max(gap, ELO_PER_NAT * Math.abs(value - b[at] - shift)),
    0,
  );
}

type Cold = { readonly aggregate: number; readonly fit: number; readonly sandwich: number };
type Memory = { readonly inputBytes: number; readonly resident: number };

function readNumbers<Key extends string>(
  source: unknown,
  keys: readonly Key[],
): Record<Key, number> {
  const fields = new Map(Object.entries(source ?? {}));
  const read = (key: Key): [Key, number] => [key, Number(fields.get(key))];
  // The child process is a script of this folder, so its keys are known.
  return Object.fromEntries(keys.map(read)) as Record<Key, number>;
}

const cold: Cold[] = Array.from({ length: 7 }, () =>
  readNumbers(runFresh("cold-ratings.ts"), ["aggregate", "fit", "sandwich"]),
);
const coldTotal = cold.map(({ aggregate, fit }) => aggregate + fit);

const rows = simulateJudgments(1_000_000, { modelCount: 200, annotatorCount: 2000 });
const table = tabulateJudgments(rows);
const fit = requireFit(table);
const cells = uniqueCells(rows);

const oneShot = interleave(
  5,
  () => requireFit(tabulateJudgments(rows)),
  () => fitCells(uniqueCells(rows)),
);
claim({
  name: "Rows → ratings, first call in a fresh process",
  size: "1 M judgments × 200 models",
  ours: median(coldTotal),
  unit: "ms",
  theirs: null,
  baseline: `fastest ${Math.min(...coldTotal).toFixed(0)}, slowest ${Math.max(...coldTotal).toFixed(0)} of 7`,
  target: "under 120 ms",
  isMet: median(coldTotal) < 120,
});
claim({
  name: "Rows → ratings, against hash aggregation and L-BFGS",
  size: "1 M × 200",
  ours: median(oneShot.ours),
  unit: "ms",
  theirs: median(oneShot.theirs),
  baseline: "distinct rows and L-BFGS, as FastChat `compute_bt`",
  target: null,
  isMet: true,
});
const perJudgment = interleave(
  2,
  () => requireFit(tabulateJudgments(rows)),
  () => fitPerJudgment(rows),
);
claim({
  name: "Rows → ratings, against one regression row per judgment",
  size: "1 M × 200",
  ours: median(perJudgment.ours),
  unit: "ms",
  theirs: median(perJudgment.theirs),
  baseline: "logistic regression by L-BFGS, gradient over all judgments",
  target: null,
  isMet: true,
});
const minorise = interleave(
  3,
  () => requireFit(table),
  () => fitMinorise(table),
);
claim({
  name: "Fit only, dense comparisons",
  size: `${table.first.length.toLocaleString("en")} pairs`,
  ours: median(minorise.ours),
  unit: "ms",
  theirs: median(minorise.theirs),
  baseline: `MM, ${fitMinorise(table).iterations} iterations to 10⁻⁸ (Newton: ${fit.iterations})`,
  target: null,
  isMet: true,
});
const ring = tabulateJudgments(simulateRing(200, 20, 400));
const ringFit = requireFit(ring);
const ringTimes = interleave(
  2,
  () => requireFit(ring),
  () => fitMinorise(ring),
);
claim({
  name: "Fit only, a ring of models with 20 chords",
  size: `${ring.first.length} pairs`,
  ours: median(ringTimes.ours),
  unit: "ms",
  theirs: median(ringTimes.theirs),
  baseline: `MM, ${fitMinorise(ring).iterations.toLocaleString("en")} iterations to 10⁻⁸ (Newton: ${ringFit.iterations})`,
  target: null,
  isMet: true,
});

const random = createRandom(11);
// Twenty refits, one sandwich and twenty bootstrap rounds in turn, five times.
const sandwichTimes: number[] = [];
const refits = { sandwich: sandwichTimes, bootstrap: 0, baseline: 0 };
for (let block = 0; block < 5; block++) {
  refits.baseline += time(() => {
    for (let round = 0; round < 20; round++) refitCells(cells, random);
  }).milliseconds;
  refits.sandwich.push(time(() => sandwichCovariance(table, fit)).milliseconds);
  refits.bootstrap += time(() =>
    bootstrapStrengths(table, fit, { random, roundCount: 20 }),
  ).milliseconds;
}
claim({
  name: "Intervals: sandwich against 100 refits",
  size: "200 models",
  ours: median(refits.sandwich),
  unit: "ms",
  theirs: refits.baseline,
  baseline: `resampled distinct rows and L-BFGS, 100 rounds (sandwich cold: ${median(cold.map(({ sandwich }) => sandwich)).toFixed(0)} ms)`,
  target: "at least 100×",
  isMet: refits.baseline / median(refits.sandwich) >= 100,
});
claim({
  name: "100 bootstrap rounds, one thread",
  size: "1 M × 200",
  ours: refits.bootstrap,
  unit: "ms",
  theirs: refits.baseline,
  baseline: "the same 100 refits",
  target: "under 1,500 ms",
  isMet: refits.bootstrap < 1500,
});
const rowRefit = time(() => {
  for (let round = 0; round < 10; round++) refitRows(rows, random);
}).milliseconds;
claim({
  name: "10 bootstrap rounds over rows",
  size: "1 M × 200",
  ours: refits.bootstrap / 10,
  unit: "ms",
  theirs: rowRefit,
  baseline: "judgments drawn with replacement, aggregated and refitted, 10 rounds",
  target: null,
  isMet: true,
});
claim({
  name: "Sandwich clustered by annotator",
  size: "1 M × 2,000 annotators",
  ours: median(
    Array.from({ length: 3 }, () => time(() => clusteredCovariance(rows, fit)).milliseconds),
  ),
  unit: "ms",
  theirs: null,
  baseline: "",
  target: null,
  isMet: true,
});

const features = Float64Array.from({ length: 4 * rows.first.length }, () => random.normal());
claim({
  name: "Style control, four features",
  size: "1 M × 200",
  ours: median(
    Array.from(
      { length: 3 },
      () =>
        time(() => fitContextualBradleyTerry({ ...rows, features, featureCount: 4 })).milliseconds,
    ),
  ),
  unit: "ms",
  theirs: null,
  baseline: "",
  target: null,
  isMet: true,
});

const labels = simulateLabels(1_000_000, 4);
const dawidSkene = time(() => fitDawidSkene(labels, { iterationsMax: 10, tolerance: 0 }));
const dawidSkeneAgain = time(() => fitDawidSkene(labels, { iterationsMax: 10, tolerance: 0 }));
const plainDawidSkene = time(() => runPlainDawidSkene(labels, 3)).milliseconds / 3;
const perIteration = Math.min(dawidSkene.milliseconds, dawidSkeneAgain.milliseconds) / 10;
claim({
  name: "Dawid–Skene, per iteration",
  size: "1 M labels, 250 k items, 2,000 annotators, 3 classes",
  ours: perIteration,
  unit: "ms",
  theirs: plainDawidSkene,
  baseline: "labels as objects, probabilities in maps",
  target: "at most 60 ms",
  isMet: perIteration <= 60,
});
const screen = { ...rows, left: rows.first, right: rows.second };
const slopeBias = time(() => fitSlopeBias(screen));
const joint = time(() => fitAnnotatorsJointly(rows));
if (slopeBias.result.kind !== "fitted") throw new Error("no slope-and-bias fit");
claim({
  name: "Slope-and-bias fit",
  size: "1 M × 200 models × 2,000 annotators",
  ours: slopeBias.milliseconds,
  unit: "ms",
  theirs: joint.milliseconds,
  baseline: `L-BFGS over all parameters, ${joint.result.evaluations} passes (block Newton: ${slopeBias.result.iterations} iterations)`,
  target: "under 5,000 ms",
  isMet: slopeBias.milliseconds < 5000,
});

const scaling: ScalingPoint[] = [10_000, 100_000, 1_000_000, 10_000_000].map((count) => {
  const sample = simulateJudgments(count, { modelCount: 200, seed: 5 });
  const rounds = Math.max(3, Math.min(200, Math.round(2e6 / count)));
  const timings = Array.from(
    { length: rounds },
    () => time(() => tabulateJudgments(sample)).milliseconds,
  );
  console.log(`aggregate ${count}: ${median(timings).toFixed(2)} ms`);
  return { count, milliseconds: median(timings) };
});

// Freed buffers go back to the system at once, so that a peak is not hidden inside earlier ones.
const returnMemory = { MALLOC_MMAP_THRESHOLD_: "16384", MALLOC_TRIM_THRESHOLD_: "0" };
const peaks: Memory[] = Array.from({ length: 5 }, () =>
  readNumbers(runFresh("peak-memory.ts", { flags: ["--expose-gc"], env: returnMemory }), [
    "inputBytes",
    "resident",
  ]),
);
const memory = peaks.reduce((worst, peak) => (peak.resident > worst.resident ? peak : worst));
writeReport({
  claims,
  scaling,
  memory,
  accuracy: {
    cells: largestEloGap(fitCells(cells).parameters, fit.strengths),
    perJudgment: largestEloGap(fitPerJudgment(rows).parameters, fit.strengths),
  },
});
