import { z } from "zod";
import { projectProcedure, router } from "#server/api/trpc.ts";
import { leaderboardPeriods } from "#server/contracts/vocabulary.ts";
import { listAnnotatorBoard } from "#server/services/list-annotator-board.ts";
import { listModelBoard } from "#server/services/list-model-board.ts";

export const leaderboardsRouter = router({
  annotators: projectProcedure("annotator")
    .input(z.object({ period: z.enum(leaderboardPeriods) }))
    .query(({ ctx, input }) => listAnnotatorBoard(ctx.db, { ...input, viewerId: ctx.viewer.id })),

  /** Names models, so annotators never see it. */
  models: projectProcedure("reviewer").query(({ ctx, input }) =>
    listModelBoard(ctx.db, input.projectId),
  ),
});
