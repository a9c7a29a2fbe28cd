import type { Database } from "#db/client.ts";
import type { LearningJudgment } from "#db/queries/reward-models.ts";
import type { RewardModelMetrics } from "#server/contracts/reward-model.ts";
import { predictPairMargins } from "#server/core/reward/predict-reward.ts";
import type { RewardModel } from "#server/core/reward/reward-model.ts";
import { predictMargins } from "#server/core/selection/predict-margins.ts";
import { loadFeatures } from "./describe-completions.ts";

/** Tests a model on the decisive ones among some judgments that it has not learned from. */
export async function evaluateRewardModel(
  db: Database,
  params: { readonly model: RewardModel; readonly judgments: readonly LearningJudgment[] },
): Promise<RewardModelMetrics["holdout"]> {
  const decisive = params.judgments.filter(
    ({ verdict }) => verdict === "first" || verdict === "second",
  );
  const judgments = decisive.length;
  if (judgments === 0) return { judgments, accuracy: null, logLoss: null };
  const probabilities = await predictJudgments(db, params.model, decisive);
  let right = 0;
  let loss = 0;
  decisive.forEach(({ verdict }, index) => {
    const p = verdict === "first" ? probabilities[index] : 1 - probabilities[index];
    // A prediction of exactly one half is half right, else a model that knows nothing scores 0 or 1.
    if (p > 0.5) right += 1;
    else if (p === 0.5) right += 0.5;
    loss -= Math.log(Math.max(p, Number.EPSILON));
  });
  return { judgments, accuracy: right / judgments, logLoss: loss / judgments };
}

async function predictJudgments(
  db: Database,
  model: RewardModel,
  judgments: readonly LearningJudgment[],
): Promise<Float64Array> {
  const ids = judgments.flatMap((judgment) => [judgment.firstId, judgment.secondId]);
  const unique = [...new Set(ids)];
  const rowOf = new Map(unique.map((id, row) => [id, row]));
  const margins = predictPairMargins(model, await loadFeatures(db, unique), {
    first: Uint32Array.from(judgments, (judgment) => rowOf.get(judgment.firstId) ?? 0),
    second: Uint32Array.from(judgments, (judgment) => rowOf.get(judgment.secondId) ?? 0),
  });
  return predictMargins(margins).probabilities;
}
