import type { Database } from "#db/client.ts";
import { findLatestFit } from "#db/queries/reward-models.ts";
import type { RewardModelBasis } from "#server/contracts/reward-model.ts";
import { findScoreBasis } from "./find-score-basis.ts";

/**
 * True when a fit made now would rest on other outside scores than the newest one does: a service
 * has answered for everything for the first time or under a new version, or has been removed.
 */
export async function hasOtherScores(db: Database, projectId: string): Promise<boolean> {
  const held = (await findLatestFit(db, projectId))?.basis ?? null;
  const wanted = (await findScoreBasis(db, projectId))?.basis ?? null;
  return nameBasis(held) !== nameBasis(wanted);
}

function nameBasis(basis: RewardModelBasis | null): string {
  return basis === null ? "" : `${basis.serviceId} ${basis.serviceModelVersion}`;
}
