import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { updateProjectRow } from "#db/queries/projects.ts";
import type { ProjectStatus } from "#server/contracts/project.ts";

/** Pauses or opens a project: while paused nothing new is served. */
export async function setProjectStatus(
  db: Database,
  params: {
    readonly projectId: string;
    readonly actorId: string;
    readonly status: ProjectStatus;
  },
): Promise<void> {
  const { projectId, actorId, status } = params;
  await db.transaction(async (tx) => {
    await updateProjectRow(tx, { projectId, change: { status } });
    const detail = { status };
    await insertAuditEvent(tx, { projectId, actorId, action: "project.updated", detail });
  });
}
