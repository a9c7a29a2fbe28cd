import type { Database } from "#db/client.ts";
import { findInvite } from "#db/queries/invites.ts";
import { findMemberRole } from "#db/queries/memberships.ts";
import { isAtLeast } from "#server/auth/permissions.ts";
import { hashToken } from "#server/auth/secret-token.ts";
import type { Viewer } from "#server/auth/viewer.ts";
import { inviteFaults } from "#server/contracts/invite.ts";
import { Forbidden, NotFound } from "#server/errors.ts";

/**
 * What an invite offers, for the page that asks whether to accept it. Reading uses nothing up.
 * Somebody who has the role already is told so even when the invite is spent.
 * @throws NotFound for an unknown token, Forbidden for one that is used up, expired or revoked
 */
export async function findInviteByToken(
  db: Database,
  params: { readonly token: string; readonly viewer: Viewer | null },
) {
  const invite = await findInvite(db, hashToken(params.token));
  if (invite === null) throw new NotFound(inviteFaults.unknown);
  const { projectId, projectSlug, projectName, projectDescription, role } = invite;
  const held = params.viewer && (await findMemberRole(db, { projectId, userId: params.viewer.id }));
  const isMember = held !== null && isAtLeast(held, role);
  if (invite.state !== "usable" && !isMember) throw new Forbidden(inviteFaults[invite.state]);
  return { projectSlug, projectName, projectDescription, role, isMember };
}
