import type { Database } from "#db/client.ts";
import { summariseScores } from "#db/queries/completion-scores.ts";
import { findLatestFit } from "#db/queries/reward-models.ts";
import { findScoreService } from "#db/queries/score-services.ts";
import type { RewardModelBasis } from "#server/contracts/reward-model.ts";
import { isConstant } from "./is-constant.ts";

/** The outside scores that a fit now would learn on top of, and whether they are log-odds. */
export type ScoreBasis = { readonly basis: RewardModelBasis; readonly isLogit: boolean };

/**
 * What a fit made now would rest on. The present version of the service once it has answered for
 * every completion; until then whatever the newest fit rests on, so that a service that exchanges
 * its model, or dies while it scores, never leaves the ranking with half of its scores; null for the
 * text features alone. Rewards that are all the same are never rested on.
 */
export async function findScoreBasis(db: Database, projectId: string): Promise<ScoreBasis | null> {
  const service = await findScoreService(db, projectId);
  if (service === null) return null;
  const isLogit = service.scale === "bt_logit";
  const serviceId = service.id;
  const held = (await findLatestFit(db, projectId))?.basis ?? null;
  const isHeld = held !== null && held.serviceId === serviceId;
  const serviceModelVersion = service.modelVersion;
  if (serviceModelVersion !== null) {
    const source = { projectId, serviceId, modelVersion: serviceModelVersion };
    const summary = await summariseScores(db, source);
    const { completions, answered, withMean, embeddingWidth } = summary;
    const isSame = isHeld && held.serviceModelVersion === serviceModelVersion;
    const hasAny = withMean > 0 || embeddingWidth > 0;
    if (await isConstant(db, source, summary))
      return isHeld && !isSame ? { basis: held, isLogit } : null;
    if (hasAny && (isSame || answered === completions)) {
      const hasScore = withMean > 0;
      return { basis: { serviceId, serviceModelVersion, hasScore, embeddingWidth }, isLogit };
    }
  }
  // The scale is that of the present version, which a model exchanged for its successor rarely changes.
  return isHeld ? { basis: held, isLogit } : null;
}
