import { z } from "zod";
import { listProjects } from "#db/queries/projects.ts";
import {
  administratorProcedure,
  projectProcedure,
  router,
  viewerProcedure,
} from "#server/api/trpc.ts";
import {
  createProjectInput,
  guidelinesMarkdown,
  projectStatus,
  updateFormInput,
  updateProjectInput,
} from "#server/contracts/project.ts";
import { createProject } from "#server/services/create-project.ts";
import { findProject } from "#server/services/find-project.ts";
import { findProjectSettings } from "#server/services/find-project-settings.ts";
import { publishGuidelines } from "#server/services/publish-guidelines.ts";
import { setProjectStatus } from "#server/services/set-project-status.ts";
import { updateForm } from "#server/services/update-form.ts";
import { updateProject } from "#server/services/update-project.ts";

export const projectsRouter = router({
  list: viewerProcedure.query(({ ctx }) =>
    listProjects(ctx.db, {
      userId: ctx.viewer.id,
      isAdministrator: ctx.viewer.isAdministrator,
    }),
  ),

  /** The project behind an address, with the viewer's role: what its pages begin with. */
  bySlug: viewerProcedure
    .input(z.object({ slug: z.string().max(200) }))
    .query(({ ctx, input }) => findProject(ctx.db, { viewer: ctx.viewer, slug: input.slug })),

  create: administratorProcedure
    .input(createProjectInput)
    .mutation(({ ctx, input }) => createProject(ctx.db, { input, ownerId: ctx.viewer.id })),

  settings: projectProcedure("manager").query(({ ctx, input }) =>
    findProjectSettings(ctx.db, input.projectId),
  ),

  update: projectProcedure("manager")
    .input(z.object({ change: updateProjectInput }))
    .mutation(({ ctx, input }) =>
      updateProject(ctx.db, {
        projectId: input.projectId,
        actorId: ctx.viewer.id,
        input: input.change,
      }),
    ),

  updateForm: projectProcedure("manager")
    .input(updateFormInput)
    .mutation(({ ctx, input }) => updateForm(ctx.db, { ...input, actorId: ctx.viewer.id })),

  setStatus: projectProcedure("manager")
    .input(z.object({ status: projectStatus }))
    .mutation(({ ctx, input }) => setProjectStatus(ctx.db, { ...input, actorId: ctx.viewer.id })),

  publishGuidelines: projectProcedure("manager")
    .input(z.object({ markdown: guidelinesMarkdown }))
    .mutation(({ ctx, input }) => publishGuidelines(ctx.db, { ...input, actorId: ctx.viewer.id })),
});
