import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { setLiveModelVersion } from "#db/queries/ranking-versions.ts";

/** Lets whatever version is the newest rank the pairs from now on. */
export async function followNewestModel(
  db: Database,
  actor: { readonly projectId: string; readonly actorId: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    await setLiveModelVersion(tx, { projectId: actor.projectId, version: null });
    await insertAuditEvent(tx, { ...actor, action: "reward_model.followed_newest" });
  });
}
