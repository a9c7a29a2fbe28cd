import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { countInviteUse, findInvite, type Invite } from "#db/queries/invites.ts";
import { findMemberRole, insertMembership, updateMemberRole } from "#db/queries/memberships.ts";
import { isAtLeast } from "#server/auth/permissions.ts";
import { hashToken } from "#server/auth/secret-token.ts";
import { inviteFaults } from "#server/contracts/invite.ts";
import { Forbidden, NotFound } from "#server/errors.ts";

type Acceptance = { readonly token: string; readonly userId: string };

/**
 * Makes the user a member with the invite's role. Somebody who has that role or a higher one keeps
 * it and uses nothing up.
 * @throws NotFound for an unknown token, Forbidden for one that is used up, expired or revoked
 */
export async function acceptInvite(
  db: Database,
  params: Acceptance,
): Promise<{ projectSlug: string }> {
  return await db.transaction((tx) => acceptInviteWithin(tx, params));
}

/** The same inside the caller's transaction, for joining and making an account in one step. */
export async function acceptInviteWithin(
  tx: Database,
  params: Acceptance,
): Promise<{ projectSlug: string }> {
  const invite = await findInvite(tx, hashToken(params.token));
  if (invite === null) throw new NotFound(inviteFaults.unknown);
  const isChanged = await takeRole(tx, { invite, userId: params.userId });
  if (!isChanged) return { projectSlug: invite.projectSlug };
  if (!(await countInviteUse(tx, invite.id))) throw await unusable(tx, params.token);
  await insertAuditEvent(tx, {
    projectId: invite.projectId,
    actorId: params.userId,
    action: "member.joined",
    detail: { role: invite.role, inviteId: invite.id },
  });
  return { projectSlug: invite.projectSlug };
}

async function takeRole(
  tx: Database,
  params: { readonly invite: Invite; readonly userId: string },
): Promise<boolean> {
  const { projectId, role } = params.invite;
  const member = { projectId, userId: params.userId };
  if (await insertMembership(tx, { ...member, role })) return true;
  const held = await findMemberRole(tx, member);
  if (held !== null && isAtLeast(held, role)) return false;
  await updateMemberRole(tx, { ...member, role });
  return true;
}

async function unusable(tx: Database, token: string): Promise<Forbidden> {
  const invite = await findInvite(tx, hashToken(token));
  const state = invite?.state ?? "revoked";
  return new Forbidden(inviteFaults[state === "usable" ? "used_up" : state]);
}
