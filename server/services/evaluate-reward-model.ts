import type { Database } from "#db/client.ts";
import type { LearningJudgment } from "#db/queries/reward-models.ts";
import type { RewardModelMetrics } from "#server/contracts/reward-model.ts";
import { rightness } from "#server/core/reward/calibration.ts";
import type { OpenedRewardModel } from "./open-reward-model.ts";
import { predictPairs } from "./predict-completions.ts";

export type Decisive = LearningJudgment & { readonly verdict: "first" | "second" };

export function isDecisive(judgment: LearningJudgment): judgment is Decisive {
  return judgment.verdict === "first" || judgment.verdict === "second";
}

/** Tests a version on the decisive ones among some judgments that it has not learned from. */
export async function evaluateRewardModel(
  db: Database,
  params: {
    readonly opened: OpenedRewardModel;
    readonly judgments: readonly LearningJudgment[];
  },
): Promise<RewardModelMetrics["holdout"]> {
  const decisive = params.judgments.filter(isDecisive);
  return summarisePredictions(decisive, await predictPairs(db, params.opened, decisive));
}

/** Null where either was not tested. */
export function accuracyChange(
  later: RewardModelMetrics["holdout"],
  earlier: RewardModelMetrics["holdout"],
): number | null {
  if (later.accuracy === null || earlier.accuracy === null) return null;
  return later.accuracy - earlier.accuracy;
}

export function summarisePredictions(
  decisive: readonly Decisive[],
  probabilities: Float64Array,
): RewardModelMetrics["holdout"] {
  const judgments = decisive.length;
  if (judgments === 0) return { judgments, accuracy: null, logLoss: null };
  let right = 0;
  let loss = 0;
  decisive.forEach(({ verdict }, index) => {
    const outcome = verdict === "first" ? 1 : 0;
    const p = probabilities[index];
    right += rightness(p, outcome);
    loss -= Math.log(Math.max(outcome === 1 ? p : 1 - p, Number.EPSILON));
  });
  return { judgments, accuracy: right / judgments, logLoss: loss / judgments };
}
