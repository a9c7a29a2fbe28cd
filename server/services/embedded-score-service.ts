import type { Database } from "#db/client.ts";
import type { ScoreService } from "#server/adapters/score-services/score-service.ts";
import type { OpenedRewardModel } from "./open-reward-model.ts";
import { predictCompletions } from "./predict-completions.ts";

/**
 * The score service that needs no server: a stored version of the project's own reward model, on top
 * of the stored scores of the outside service where it was fitted on them.
 */
export function openEmbeddedScoreService(db: Database, opened: OpenedRewardModel): ScoreService {
  return {
    modelVersion: opened.version,
    async score(completionIds) {
      return await predictCompletions(db, opened, completionIds);
    },
  };
}
