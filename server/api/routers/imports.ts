import { z } from "zod";
import { projectProcedure, router } from "#server/api/trpc.ts";
import { getImport } from "#server/services/get-import.ts";
import { listImports } from "#server/services/list-imports.ts";
import { listRemarks } from "#server/services/list-remarks.ts";
import { summariseContent } from "#server/services/summarise-content.ts";

/** Files come in through `POST /api/projects/[projectId]/imports`, which streams. */
export const importsRouter = router({
  list: projectProcedure("manager")
    .input(z.object({ cursor: z.uuid().nullish() }))
    .query(({ ctx, input }) => listImports(ctx.db, { ...input, cursor: input.cursor ?? null })),

  get: projectProcedure("manager")
    .input(z.object({ importId: z.uuid() }))
    .query(({ ctx, input }) => getImport(ctx.db, input)),

  rejections: projectProcedure("manager")
    .input(z.object({ importId: z.uuid(), after: z.number().int().min(0) }))
    .query(({ ctx, input }) => listRemarks(ctx.db, input)),

  content: projectProcedure("manager").query(({ ctx, input }) =>
    summariseContent(ctx.db, input.projectId),
  ),
});
