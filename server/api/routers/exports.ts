import { z } from "zod";
import { projectProcedure, router } from "#server/api/trpc.ts";
import { exportOptions } from "#server/contracts/export.ts";
import { listExports } from "#server/services/list-exports.ts";
import { previewExport } from "#server/services/preview-export.ts";
import { requestExport } from "#server/services/request-export.ts";

/** Files go out through `GET /api/projects/[projectId]/exports/[exportId]/[file]`, which streams. */
export const exportsRouter = router({
  request: projectProcedure("manager")
    .input(z.object({ options: exportOptions }))
    .mutation(({ ctx, input }) => requestExport(ctx.db, { ...input, createdBy: ctx.viewer.id })),

  list: projectProcedure("manager")
    .input(z.object({ cursor: z.number().int().nullish() }))
    .query(({ ctx, input }) => listExports(ctx.db, { ...input, cursor: input.cursor ?? null })),

  preview: projectProcedure("manager")
    .input(z.object({ exportId: z.uuid() }))
    .query(({ ctx, input }) => previewExport(ctx.db, input)),
});
