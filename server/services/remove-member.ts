import type { Database } from "#db/client.ts";
import { lockAnnotator } from "#db/queries/assignments.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { deleteMembership, lapseLeases } from "#db/queries/memberships.ts";
import type { ProjectViewer } from "#server/auth/viewer.ts";
import { requireChangeableMember } from "./require-changeable-member.ts";

/**
 * Ends a membership, somebody else's or one's own, from the next request on. Judgments stay; pairs
 * that were held are freed.
 * @throws Forbidden, NotFound for somebody who is no member, Conflict for the last owner
 */
export async function removeMember(
  db: Database,
  params: { readonly viewer: ProjectViewer; readonly userId: string },
): Promise<void> {
  const { viewer, userId } = params;
  const member = { projectId: viewer.projectId, userId };
  await db.transaction(async (tx) => {
    const role = await requireChangeableMember(tx, { viewer, userId, nextRole: null });
    await deleteMembership(tx, member);
    // Whoever changes an annotator's assignments takes this lock first.
    await lockAnnotator(tx, { projectId: viewer.projectId, annotatorId: userId });
    await lapseLeases(tx, member);
    await insertAuditEvent(tx, {
      projectId: viewer.projectId,
      actorId: viewer.id,
      action: userId === viewer.id ? "member.left" : "member.removed",
      detail: { userId, role },
    });
  });
}
