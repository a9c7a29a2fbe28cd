import { projectProcedure, router } from "#server/api/trpc.ts";
import { recordJudgmentInput } from "#server/contracts/judgment.ts";
import { recordJudgment } from "#server/services/record-judgment.ts";
import { serveNext } from "#server/services/serve-next.ts";
import { undoJudgment } from "#server/services/undo-judgment.ts";

export const judgmentsRouter = router({
  /** One round trip a judgment: the answer brings the lease that refills the buffer. */
  record: projectProcedure("annotator")
    .input(recordJudgmentInput)
    .mutation(async ({ ctx, input }) => {
      const annotator = { projectId: input.projectId, annotatorId: ctx.viewer.id };
      const outcome = await recordJudgment(ctx.db, { ...annotator, input });
      const next = await serveNext(ctx.db, { ...annotator, held: input.held, refill: true });
      return { outcome, ...next };
    }),

  undo: projectProcedure("annotator").mutation(async ({ ctx, input }) => {
    const annotator = { projectId: input.projectId, annotatorId: ctx.viewer.id };
    const assignmentId = await undoJudgment(ctx.db, annotator);
    const next = await serveNext(ctx.db, { ...annotator, held: [], refill: false });
    return { assignmentId, ...next };
  }),
});
