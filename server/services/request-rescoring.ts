import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { requestRescoring as insertRequest } from "#db/queries/learning-proofs.ts";
import { findRewardModel } from "#db/queries/reward-models.ts";
import { NotFound } from "#server/errors.ts";
import { openRewardModel } from "./open-reward-model.ts";

/**
 * Asks the worker what ranking under a version would change, over all completions and pairs.
 * @throws NotFound when there is no such version
 * @throws Invalid when it cannot be used any more, with the reason
 */
export async function requestRescoring(
  db: Database,
  params: { readonly projectId: string; readonly actorId: string; readonly version: number },
): Promise<{ readonly id: string }> {
  const { projectId, actorId, version } = params;
  const stored = await findRewardModel(db, { projectId, version });
  if (stored === null) throw new NotFound(`There is no version ${version} of the reward model.`);
  openRewardModel(stored);
  return await db.transaction(async (tx) => {
    const id = await insertRequest(tx, { projectId, version, requestedBy: actorId });
    const detail = { version };
    await insertAuditEvent(tx, { projectId, actorId, action: "reward_model.rescored", detail });
    return { id };
  });
}
