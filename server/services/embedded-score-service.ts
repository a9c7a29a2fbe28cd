import type { Database } from "#db/client.ts";
import type { ScoreService } from "#server/adapters/score-services/score-service.ts";
import { decodeRewardModel } from "#server/core/reward/encode-reward-model.ts";
import { predictRewards } from "#server/core/reward/predict-reward.ts";
import { loadFeatures } from "./describe-completions.ts";

/** The score service that needs no server: a stored version of the project's own reward model. */
export function openEmbeddedScoreService(
  db: Database,
  stored: { readonly projectId: string; readonly version: number; readonly state: Uint8Array },
): ScoreService {
  const model = decodeRewardModel(stored.state);
  return {
    modelVersion: stored.version,
    async score(completionIds) {
      return predictRewards(model, await loadFeatures(db, completionIds));
    },
  };
}
