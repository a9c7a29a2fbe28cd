import { z } from "zod";
import { projectProcedure, router } from "#server/api/trpc.ts";
import { recordRankingInput } from "#server/contracts/ranking.ts";
import { skipReasons } from "#server/contracts/vocabulary.ts";
import { giveUpRanking } from "#server/services/give-up-ranking.ts";
import { recordRanking } from "#server/services/record-ranking.ts";
import { serveRankings } from "#server/services/serve-rankings.ts";
import { undoRanking } from "#server/services/undo-ranking.ts";

const oneRanking = z.object({ rankingId: z.uuid() });

export const rankingsRouter = router({
  /** Resumes what one holds and tops it up. A mutation, because it takes pairs. */
  take: projectProcedure("annotator").mutation(({ ctx, input }) =>
    serveRankings(ctx.db, { projectId: input.projectId, annotatorId: ctx.viewer.id }),
  ),

  record: projectProcedure("annotator")
    .input(recordRankingInput)
    .mutation(async ({ ctx, input: { projectId, ...input } }) => {
      const annotator = { projectId, annotatorId: ctx.viewer.id };
      await recordRanking(ctx.db, { ...annotator, input });
      return await serveRankings(ctx.db, annotator);
    }),

  skip: projectProcedure("annotator")
    .input(oneRanking.extend({ reason: z.enum(skipReasons).nullable() }))
    .mutation(async ({ ctx, input: { projectId, ...input } }) => {
      const annotator = { projectId, annotatorId: ctx.viewer.id };
      await giveUpRanking(ctx.db, { ...annotator, ...input });
      return await serveRankings(ctx.db, annotator);
    }),

  undo: projectProcedure("annotator")
    .input(oneRanking)
    .mutation(async ({ ctx, input: { projectId, rankingId } }) => {
      const annotator = { projectId, annotatorId: ctx.viewer.id };
      await undoRanking(ctx.db, { ...annotator, rankingId });
      return await serveRankings(ctx.db, annotator);
    }),
});
