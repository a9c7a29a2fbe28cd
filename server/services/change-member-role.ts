import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { updateMemberRole } from "#db/queries/memberships.ts";
import type { ProjectViewer } from "#server/auth/viewer.ts";
import type { Role } from "#server/contracts/vocabulary.ts";
import { requireChangeableMember } from "./require-changeable-member.ts";

/**
 * Gives a member another role, from their next request on. Only owners make or unmake owners.
 * @throws Forbidden, NotFound for somebody who is no member, Conflict for the last owner
 */
export async function changeMemberRole(
  db: Database,
  params: { readonly viewer: ProjectViewer; readonly userId: string; readonly role: Role },
): Promise<void> {
  const { viewer, userId, role } = params;
  const member = { projectId: viewer.projectId, userId };
  await db.transaction(async (tx) => {
    const held = await requireChangeableMember(tx, { viewer, userId, nextRole: role });
    if (held === role) return;
    await updateMemberRole(tx, { ...member, role });
    await insertAuditEvent(tx, {
      projectId: viewer.projectId,
      actorId: viewer.id,
      action: "member.role_changed",
      detail: { userId, from: held, to: role },
    });
  });
}
