import { z } from "zod";
import { projectProcedure, router } from "#server/api/trpc.ts";
import { leaveLeasesInput, skipAssignmentInput } from "#server/contracts/judgment.ts";
import { acknowledgeGuidelines } from "#server/services/acknowledge-guidelines.ts";
import { findOpening } from "#server/services/find-opening.ts";
import { findProgress } from "#server/services/find-progress.ts";
import { leaveLeases } from "#server/services/leave-leases.ts";
import { renewLeases } from "#server/services/renew-leases.ts";
import { serveNext } from "#server/services/serve-next.ts";
import { skipAssignment } from "#server/services/skip-assignment.ts";

export const assignmentsRouter = router({
  /** What the judge screen needs besides pairs: the form, the guidelines and where one stands. */
  opening: projectProcedure("annotator").query(({ ctx, input }) =>
    findOpening(ctx.db, { projectId: input.projectId, annotatorId: ctx.viewer.id }),
  ),

  /** Notes that the annotator has read this version of the guidelines. */
  acknowledge: projectProcedure("annotator")
    .input(z.object({ version: z.number().int().positive() }))
    .mutation(({ ctx, input }) =>
      acknowledgeGuidelines(ctx.db, { ...input, annotatorId: ctx.viewer.id }),
    ),

  /** Today, the streak and the points: what the progress panel shows. */
  progress: projectProcedure("annotator").query(({ ctx, input }) =>
    findProgress(ctx.db, { projectId: input.projectId, annotatorId: ctx.viewer.id }),
  ),

  /** Resumes own leases and tops them up. A mutation, because it takes pairs. */
  take: projectProcedure("annotator")
    .input(z.object({ held: z.array(z.uuid()).max(8) }))
    .mutation(({ ctx, input }) =>
      serveNext(ctx.db, { ...input, annotatorId: ctx.viewer.id, refill: false }),
    ),

  skip: projectProcedure("annotator")
    .input(skipAssignmentInput)
    .mutation(async ({ ctx, input }) => {
      const annotator = { projectId: input.projectId, annotatorId: ctx.viewer.id };
      await skipAssignment(ctx.db, { ...annotator, input });
      return await serveNext(ctx.db, { ...annotator, held: input.held, refill: true });
    }),

  /** Keeps what is on the screen leased while a person reads. */
  heartbeat: projectProcedure("annotator")
    .input(z.object({ held: z.array(z.uuid()).max(8) }))
    .mutation(({ ctx, input }) => renewLeases(ctx.db, { ...input, annotatorId: ctx.viewer.id })),

  /** Sent by a window as it closes. */
  leave: projectProcedure("annotator")
    .input(leaveLeasesInput)
    .mutation(({ ctx, input }) =>
      leaveLeases(ctx.db, { projectId: input.projectId, annotatorId: ctx.viewer.id, input }),
    ),
});
