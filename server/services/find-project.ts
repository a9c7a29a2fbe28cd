import type { Database } from "#db/client.ts";
import { findProjectBySlug } from "#db/queries/projects.ts";
import type { Viewer } from "#server/auth/viewer.ts";
import { NotFound } from "#server/errors.ts";
import { authoriseProject } from "./authorise-project.ts";

/**
 * A project by its address, with the viewer's role in it.
 * @throws NotFound when there is none, and for somebody who is not a member
 */
export async function findProject(
  db: Database,
  params: { readonly viewer: Viewer; readonly slug: string },
) {
  const project = await findProjectBySlug(db, params.slug);
  if (project === null) {
    throw new NotFound("There is no such project, or you are not a member of it.");
  }
  const { role } = await authoriseProject(db, {
    viewer: params.viewer,
    projectId: project.id,
    required: "annotator",
  });
  return { ...project, role };
}
