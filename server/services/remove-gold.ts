import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { deleteGold } from "#db/queries/gold.ts";

/** Makes a gold pair an ordinary one again; what was judged of it stays. */
export async function removeGold(
  db: Database,
  params: { readonly projectId: string; readonly actorId: string; readonly pairId: number },
): Promise<void> {
  const { projectId, actorId, pairId } = params;
  await db.transaction(async (tx) => {
    await deleteGold(tx, { projectId, pairId });
    const detail = { pairId };
    await insertAuditEvent(tx, { projectId, actorId, action: "gold.removed", detail });
  });
}
