import { createRandom } from "#server/core/numerics/random.ts";
import type { Curve } from "./curve-task.ts";

/** A mean over seeds with its standard error. */
export type Estimate = { readonly mean: number; readonly error: number };

/** What is reported of one policy in one setting. Accuracies are in percent. */
export type PolicySummary = {
  readonly policy: string;
  readonly seeds: number;
  readonly judgments: readonly number[];
  readonly accuracy: readonly Estimate[];
  readonly logLoss: readonly Estimate[];
  /** Difference to uniform of the same seeds, averaged over the curve after the seed judgments. */
  readonly curveGain: Estimate;
  /** The same at the end of the budget. */
  readonly endGain: Estimate;
  readonly logLossGain: Estimate;
  /** Judgments at which the mean curve reaches the final mean of uniform; null when it does not. */
  readonly reaches: number | null;
  /** Bootstrap interval (10 % to 90 %, seeds resampled) of the saved share; 0 when not reached. */
  readonly saved: { readonly share: number; readonly low: number; readonly high: number };
};

/** Compares every policy of one setting with uniform, seed by seed. */
export function summarise(curves: readonly Curve[], policies: readonly string[]): PolicySummary[] {
  return policies.map((policy) => {
    const seeds = curves.filter(({ task }) => task.policy === policy).map(({ task }) => task.seed);
    const own = curvesOf(curves, policy, seeds);
    const uniform = curvesOf(curves, "uniform", seeds);
    const pairs = own.map((points, index) => ({ points, base: uniform[index] }));
    const last = own[0].length - 1;
    const saved = savedShare(own, uniform);
    const spread = bootstrap(own, uniform);
    return {
      policy,
      seeds: own.length,
      judgments: own[0].map((point) => point.judgments),
      accuracy: own[0].map((_, k) => estimate(own.map((points) => 100 * points[k].accuracy))),
      logLoss: own[0].map((_, k) => estimate(own.map((points) => points[k].logLoss))),
      curveGain: estimate(
        pairs.map(
          ({ points, base }) => 100 * (average(points, "accuracy") - average(base, "accuracy")),
        ),
      ),
      endGain: estimate(
        pairs.map(({ points, base }) => 100 * (points[last].accuracy - base[last].accuracy)),
      ),
      logLossGain: estimate(
        pairs.map(({ points, base }) => average(points, "logLoss") - average(base, "logLoss")),
      ),
      reaches: reachesAt(own, uniform),
      saved: { share: saved, low: spread.low, high: spread.high },
    };
  });
}

type Points = Curve["points"];

/** Curves of a policy on some seeds, in the order of the seeds. */
function curvesOf(curves: readonly Curve[], policy: string, seeds: readonly number[]): Points[] {
  return curves
    .filter(({ task }) => task.policy === policy && seeds.includes(task.seed))
    .sort((a, b) => a.task.seed - b.task.seed)
    .map(({ points }) => points);
}

function average(points: Points, field: "accuracy" | "logLoss"): number {
  const rest = points.slice(1);
  return rest.reduce((sum, point) => sum + point[field], 0) / rest.length;
}

function estimate(values: readonly number[]): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / Math.max(1, values.length - 1) / values.length) };
}

function meanAccuracy(curves: readonly Points[]): number[] {
  return curves[0].map(
    (_, k) => curves.reduce((sum, points) => sum + points[k].accuracy, 0) / curves.length,
  );
}

/** Linear interpolation between the two points around the first crossing. */
function reachesAt(own: readonly Points[], uniform: readonly Points[]): number | null {
  const target = meanAccuracy(uniform).at(-1) ?? 0;
  const means = meanAccuracy(own);
  const at = means.findIndex((mean) => mean >= target);
  if (at === -1) return null;
  const judgments = own[0].map((point) => point.judgments);
  if (at === 0) return judgments[0];
  const share = (target - means[at - 1]) / (means[at] - means[at - 1]);
  return judgments[at - 1] + share * (judgments[at] - judgments[at - 1]);
}

function savedShare(own: readonly Points[], uniform: readonly Points[]): number {
  const budget = uniform[0].at(-1)?.judgments ?? 1;
  return 1 - (reachesAt(own, uniform) ?? budget) / budget;
}

function bootstrap(own: readonly Points[], uniform: readonly Points[]) {
  const random = createRandom(1);
  const shares = Array.from({ length: 400 }, () => {
    const drawn = own.map(() => random.below(own.length));
    return savedShare(
      drawn.map((seed) => own[seed]),
      drawn.map((seed) => uniform[seed]),
    );
  }).sort((a, b) => a - b);
  return { low: shares[40], high: shares[359] };
}
