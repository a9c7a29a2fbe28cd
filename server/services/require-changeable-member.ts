import type { Database } from "#db/client.ts";
import { findMemberRole, lockOwners } from "#db/queries/memberships.ts";
import { isAtLeast } from "#server/auth/permissions.ts";
import type { ProjectViewer } from "#server/auth/viewer.ts";
import type { Role } from "#server/contracts/vocabulary.ts";
import { Conflict, Forbidden, NotFound } from "#server/errors.ts";

/**
 * Checks that the viewer may give a member `nextRole` (null: none any more) and returns the role
 * held now. Changes of owners take turns, so that a project never loses its last one.
 */
export async function requireChangeableMember(
  tx: Database,
  params: {
    readonly viewer: ProjectViewer;
    readonly userId: string;
    readonly nextRole: Role | null;
  },
): Promise<Role> {
  const { viewer, userId, nextRole } = params;
  const owners = await lockOwners(tx, viewer.projectId);
  const held = await findMemberRole(tx, { projectId: viewer.projectId, userId });
  if (held === null) throw new NotFound("This person is not a member any more.");
  const isSelf = userId === viewer.id;
  const isRise = nextRole !== null && !isAtLeast(held, nextRole);
  const isWithinManager = held !== "owner" && nextRole !== "owner";
  const mayManage = isAtLeast(viewer.role, "manager");
  const mayChange = isWithinManager ? mayManage : viewer.role === "owner";
  if (!mayChange && !(isSelf && !isRise)) {
    const required = isWithinManager ? "managers and owners" : "owners";
    throw new Forbidden(`Only ${required} may do this.`);
  }
  if (held === "owner" && nextRole !== "owner" && owners.length === 1) {
    throw new Conflict("This is the last owner. Make somebody else an owner first.");
  }
  return held;
}
