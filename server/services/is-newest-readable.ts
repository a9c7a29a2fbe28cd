import type { Database } from "#db/client.ts";
import { findLatestRewardModel } from "#db/queries/reward-models.ts";
import { tryOpenRewardModel } from "./open-reward-model.ts";

/** False when this installation cannot use the newest version of a project that has one. */
export async function isNewestReadable(db: Database, projectId: string): Promise<boolean> {
  const latest = await findLatestRewardModel(db, projectId);
  return latest === null || tryOpenRewardModel(latest) !== null;
}
