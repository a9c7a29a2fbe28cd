import { z } from "zod";
import { projectProcedure, router } from "#server/api/trpc.ts";
import {
  amendJudgmentInput,
  recordJudgmentInput,
  undoJudgmentInput,
} from "#server/contracts/judgment.ts";
import { amendJudgment } from "#server/services/amend-judgment.ts";
import { findOwnJudgment } from "#server/services/find-own-judgment.ts";
import { listOwnJudgments } from "#server/services/list-own-judgments.ts";
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

  undo: projectProcedure("annotator")
    .input(undoJudgmentInput)
    .mutation(async ({ ctx, input }) => {
      const annotator = { projectId: input.projectId, annotatorId: ctx.viewer.id };
      const { idempotencyKey } = input;
      const undone = await undoJudgment(ctx.db, { ...annotator, idempotencyKey });
      const next = await serveNext(ctx.db, { ...annotator, held: [], refill: false });
      return { ...undone, ...next };
    }),

  /** One's own judgments, newest first. */
  mine: projectProcedure("annotator")
    .input(z.object({ cursor: z.uuid().nullish() }))
    .query(({ ctx, input }) =>
      listOwnJudgments(ctx.db, {
        projectId: input.projectId,
        annotatorId: ctx.viewer.id,
        cursor: input.cursor ?? null,
      }),
    ),

  /** One of one's own, with the pair as it was shown. */
  find: projectProcedure("annotator")
    .input(z.object({ judgmentId: z.uuid() }))
    .query(({ ctx, input }) => findOwnJudgment(ctx.db, { ...input, annotatorId: ctx.viewer.id })),

  amend: projectProcedure("annotator")
    .input(amendJudgmentInput)
    .mutation(({ ctx, input }) =>
      amendJudgment(ctx.db, { projectId: input.projectId, annotatorId: ctx.viewer.id, input }),
    ),
});
