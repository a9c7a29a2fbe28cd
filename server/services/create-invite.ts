import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { insertInvite } from "#db/queries/invites.ts";
import { createToken, hashToken } from "#server/auth/secret-token.ts";
import type { ProjectViewer } from "#server/auth/viewer.ts";
import type { CreateInviteInput } from "#server/contracts/invite.ts";
import { Forbidden } from "#server/errors.ts";

/**
 * Makes an invite link and returns its token, this once: only the hash is kept.
 * @throws Forbidden when somebody who is no owner would invite an owner
 */
export async function createInvite(
  db: Database,
  params: { readonly viewer: ProjectViewer; readonly input: CreateInviteInput },
): Promise<{ token: string }> {
  const { viewer, input } = params;
  const { role, label, usesMax, expiresInDays } = input;
  if (role === "owner" && viewer.role !== "owner") {
    throw new Forbidden("Only owners may invite owners.");
  }
  const token = createToken();
  const expiresAt =
    expiresInDays === null ? null : new Date(Date.now() + expiresInDays * 86_400_000);
  await db.transaction(async (tx) => {
    const inviteId = await insertInvite(tx, {
      tokenHash: hashToken(token),
      projectId: viewer.projectId,
      role,
      label,
      usesMax,
      expiresAt,
      createdBy: viewer.id,
    });
    await insertAuditEvent(tx, {
      projectId: viewer.projectId,
      actorId: viewer.id,
      action: "invite.created",
      detail: { inviteId, role, usesMax },
    });
  });
  return { token };
}
