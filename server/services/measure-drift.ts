import type { Database } from "#db/client.ts";
import { samplePairs } from "#db/queries/learning-proofs.ts";
import type { LearningJudgment } from "#db/queries/reward-models.ts";
import type { ModelDrift } from "#server/contracts/learning-proof.ts";
import { comparePredictions } from "#server/core/reward/compare-predictions.ts";
import { accuracyChange, evaluateRewardModel } from "./evaluate-reward-model.ts";
import type { OpenedRewardModel } from "./open-reward-model.ts";
import { predictPairs } from "./predict-completions.ts";

/** Enough for a mean change within about half a point, and quick enough for every version. */
const pairsMax = 500;

/** How far one version moved away from an earlier one, on the same pairs and hold-out judgments. */
export async function measureDrift(
  db: Database,
  params: {
    readonly projectId: string;
    readonly before: OpenedRewardModel;
    readonly after: OpenedRewardModel;
    readonly holdout: readonly LearningJudgment[];
  },
): Promise<ModelDrift> {
  const { projectId, before, after, holdout: judgments } = params;
  const sample = await samplePairs(db, { projectId, limit: pairsMax });
  const change = comparePredictions(
    await predictPairs(db, before, sample),
    await predictPairs(db, after, sample),
  );
  const earlier = await evaluateRewardModel(db, { opened: before, judgments });
  const later = await evaluateRewardModel(db, { opened: after, judgments });
  return {
    since: before.version,
    pairs: sample.length,
    ...change,
    accuracyChange: accuracyChange(later, earlier),
  };
}
