import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { setLiveModelVersion } from "#db/queries/ranking-versions.ts";
import { findRewardModel } from "#db/queries/reward-models.ts";
import { NotFound } from "#server/errors.ts";
import { openRewardModel } from "./open-reward-model.ts";

/**
 * Lets one version rank the pairs until another is promoted or the newest is followed again; an
 * earlier version rolls back. The worker makes the queue anew; annotators are served from the old
 * one, under the name of the version that made it, until then.
 * @throws NotFound when there is no such version
 * @throws Invalid when it cannot be used any more, with the reason
 */
export async function promoteRewardModel(
  db: Database,
  params: { readonly projectId: string; readonly actorId: string; readonly version: number },
): Promise<void> {
  const { projectId, actorId, version } = params;
  const stored = await findRewardModel(db, { projectId, version });
  if (stored === null) throw new NotFound(`There is no version ${version} of the reward model.`);
  openRewardModel(stored);
  await db.transaction(async (tx) => {
    await setLiveModelVersion(tx, { projectId, version });
    const detail = { version };
    await insertAuditEvent(tx, { projectId, actorId, action: "reward_model.promoted", detail });
  });
}
