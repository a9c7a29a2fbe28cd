import { listRewardModelMetrics } from "#db/queries/reward-models.ts";
import { projectProcedure, router } from "#server/api/trpc.ts";
import { describeQueue } from "#server/services/describe-queue.ts";

export const rewardModelsRouter = router({
  /** Metrics of every version on the hold-out slice, oldest first. */
  learningCurve: projectProcedure("manager").query(({ ctx, input }) =>
    listRewardModelMetrics(ctx.db, input.projectId),
  ),

  /** What is asked next and why. */
  queue: projectProcedure("manager").query(({ ctx, input }) =>
    describeQueue(ctx.db, input.projectId),
  ),
});
