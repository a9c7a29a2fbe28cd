import type { Database } from "#db/client.ts";
import { findRankingVersion, setLiveModelVersion } from "#db/queries/ranking-versions.ts";
import { findLatestRewardModel, findRewardModel } from "#db/queries/reward-models.ts";
import { logger } from "#server/logger.ts";
import { type OpenedRewardModel, tryOpenRewardModel } from "./open-reward-model.ts";

/**
 * The version that ranks a project's pairs: the promoted one, else the newest. A promoted version
 * that this installation can no longer read gives way to the newest, for good. Null without any.
 */
export async function findRankingModel(
  db: Database,
  projectId: string,
): Promise<OpenedRewardModel | null> {
  const { live } = await findRankingVersion(db, projectId);
  if (live !== null) {
    const stored = await findRewardModel(db, { projectId, version: live });
    const opened = stored === null ? null : tryOpenRewardModel(stored);
    if (opened !== null) return opened;
    logger.warn({ projectId, version: live }, "the promoted reward model cannot be read any more");
    await setLiveModelVersion(db, { projectId, version: null });
  }
  const latest = await findLatestRewardModel(db, projectId);
  return latest === null ? null : tryOpenRewardModel(latest);
}
