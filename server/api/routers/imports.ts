import { z } from "zod";
import { listRejections } from "#db/queries/imports.ts";
import { projectProcedure, router } from "#server/api/trpc.ts";
import { getImport } from "#server/services/get-import.ts";
import { listImports } from "#server/services/list-imports.ts";
import { summariseContent } from "#server/services/summarise-content.ts";

const rejectionsPage = 50;

/** Files come in through `POST /api/projects/[projectId]/imports`, which streams. */
export const importsRouter = router({
  list: projectProcedure("manager")
    .input(z.object({ before: z.date().nullable() }))
    .query(({ ctx, input }) => listImports(ctx.db, input)),

  get: projectProcedure("manager")
    .input(z.object({ importId: z.uuid() }))
    .query(({ ctx, input }) => getImport(ctx.db, input)),

  /** A page of rejected rows in the order of the file, from behind line `after`. */
  rejections: projectProcedure("manager")
    .input(z.object({ importId: z.uuid(), after: z.number().int().min(0) }))
    .query(({ ctx, input }) => listRejections(ctx.db, { ...input, limit: rejectionsPage })),

  content: projectProcedure("manager").query(({ ctx, input }) =>
    summariseContent(ctx.db, input.projectId),
  ),
});
