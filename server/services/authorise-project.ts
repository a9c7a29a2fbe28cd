import type { Database } from "#db/client.ts";
import { findMemberRole } from "#db/queries/memberships.ts";
import { isProject } from "#db/queries/projects.ts";
import { isAtLeast } from "#server/auth/permissions.ts";
import type { ProjectViewer, Viewer } from "#server/auth/viewer.ts";
import type { Role } from "#server/contracts/vocabulary.ts";
import { Forbidden, NotFound } from "#server/errors.ts";

/**
 * The viewer's standing in a project, read now, so that removing a member takes effect at once.
 * To somebody who is not a member the project does not exist.
 * @throws NotFound for strangers, Forbidden for members below `required`
 */
export async function authoriseProject(
  db: Database,
  params: { readonly viewer: Viewer; readonly projectId: string; readonly required: Role },
): Promise<ProjectViewer> {
  const { viewer, projectId, required } = params;
  const role = viewer.isAdministrator
    ? await roleOfAdministrator(db, projectId)
    : await findMemberRole(db, { projectId, userId: viewer.id });
  if (role === null) throw new NotFound("There is no such project, or you are not a member of it.");
  if (!isAtLeast(role, required)) throw new Forbidden(`Only a ${required} may do this.`);
  return { ...viewer, projectId, role };
}

async function roleOfAdministrator(db: Database, projectId: string): Promise<Role | null> {
  return (await isProject(db, projectId)) ? "owner" : null;
}
