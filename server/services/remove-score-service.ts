import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { deleteScoreService } from "#db/queries/score-services.ts";

/**
 * Forgets a project's score service with its tokens and scores. A model that learned on top of them
 * ranks by its text features until the worker has fitted one that needs no others.
 */
export async function removeScoreService(
  db: Database,
  params: { readonly projectId: string; readonly actorId: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    const isRemoved = await deleteScoreService(tx, params.projectId);
    if (isRemoved) await insertAuditEvent(tx, { ...params, action: "score_service.removed" });
  });
}
