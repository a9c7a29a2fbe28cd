import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { findInviteRole, revokeInvite as revokeInviteRow } from "#db/queries/invites.ts";
import type { ProjectViewer } from "#server/auth/viewer.ts";
import { Forbidden, NotFound } from "#server/errors.ts";

/**
 * Withdraws an invite; revoking twice is the same as once.
 * @throws NotFound for an invite of another project, Forbidden for a manager and an owner's invite
 */
export async function revokeInvite(
  db: Database,
  params: { readonly viewer: ProjectViewer; readonly inviteId: string },
): Promise<void> {
  const { viewer, inviteId } = params;
  const { projectId } = viewer;
  await db.transaction(async (tx) => {
    const role = await findInviteRole(tx, { projectId, inviteId });
    if (role === null) throw new NotFound("There is no such invite in this project.");
    if (role === "owner" && viewer.role !== "owner") {
      throw new Forbidden("Only owners may withdraw an owner's invite.");
    }
    if (!(await revokeInviteRow(tx, { projectId, inviteId }))) return;
    const detail = { inviteId };
    await insertAuditEvent(tx, { projectId, actorId: viewer.id, action: "invite.revoked", detail });
  });
}
