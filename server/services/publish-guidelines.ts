import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { findGuidelines, insertGuidelines } from "#db/queries/guidelines.ts";
import { lockProjectSettings, updateProjectRow } from "#db/queries/projects.ts";

/**
 * Adds a new version of the guidelines and makes it the one that is served. Judgments keep the
 * version they were made under; unchanged text makes no version.
 */
export async function publishGuidelines(
  db: Database,
  params: { readonly projectId: string; readonly actorId: string; readonly markdown: string },
): Promise<{ version: number }> {
  const { projectId, actorId, markdown } = params;
  return await db.transaction(async (tx) => {
    const { guidelinesVersion: version } = await lockProjectSettings(tx, projectId);
    const held = await findGuidelines(tx, { projectId, version });
    if (held?.markdown === markdown) return { version };
    const next = version + 1;
    await insertGuidelines(tx, { projectId, version: next, markdown });
    await updateProjectRow(tx, { projectId, change: { guidelinesVersion: next } });
    const detail = { version: next };
    await insertAuditEvent(tx, { projectId, actorId, action: "guidelines.published", detail });
    return { version: next };
  });
}
