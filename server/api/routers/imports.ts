import { z } from "zod";
import { projectProcedure, router } from "#server/api/trpc.ts";
import { cancelImport } from "#server/services/cancel-import.ts";
import { findImportProgress } from "#server/services/find-import-progress.ts";
import { listImports } from "#server/services/list-imports.ts";
import { listRemarks } from "#server/services/list-remarks.ts";
import { summariseContent } from "#server/services/summarise-content.ts";

/** Files come in through `POST /api/projects/[projectId]/imports`, which streams. */
export const importsRouter = router({
  list: projectProcedure("manager")
    .input(z.object({ cursor: z.uuid().nullish() }))
    .query(({ ctx, input }) => listImports(ctx.db, { ...input, cursor: input.cursor ?? null })),

  /** Null until the first bytes of an upload have arrived. */
  find: projectProcedure("manager")
    .input(z.object({ importId: z.uuid() }))
    .query(({ ctx, input }) => findImportProgress(ctx.db, input)),

  rejections: projectProcedure("manager")
    .input(z.object({ importId: z.uuid(), after: z.number().int().min(0) }))
    .query(({ ctx, input }) => listRemarks(ctx.db, input)),

  cancel: projectProcedure("manager")
    .input(z.object({ importId: z.uuid() }))
    .mutation(({ ctx, input }) => cancelImport(ctx.db, input)),

  content: projectProcedure("manager").query(({ ctx, input }) =>
    summariseContent(ctx.db, input.projectId),
  ),
});
