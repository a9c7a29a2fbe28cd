import { z } from "zod";
import { createApiContext } from "#server/api/context.ts";
import type { ApiContext } from "#server/api/trpc.ts";
import type { ProjectViewer } from "#server/auth/viewer.ts";
import type { Role } from "#server/contracts/vocabulary.ts";
import { NotFound, SignedOut } from "#server/errors.ts";
import { authoriseProject } from "#server/services/authorise-project.ts";

/** The guard of `projectProcedure`, for routes that stream. */
export async function authoriseRoute(
  projectId: string,
  required: Role,
): Promise<Omit<ApiContext, "viewer"> & { readonly viewer: ProjectViewer }> {
  const context = await createApiContext();
  if (context.viewer === null) throw new SignedOut("Please sign in.");
  if (!z.uuid().safeParse(projectId).success) throw new NotFound("There is no such project.");
  const viewer = await authoriseProject(context.db, {
    viewer: context.viewer,
    projectId,
    required,
  });
  return { ...context, viewer };
}
