import { z } from "zod";
import { findLearningProof, listRescorings } from "#db/queries/learning-proofs.ts";
import { findRankingVersion } from "#db/queries/ranking-versions.ts";
import { listRewardModelMetrics } from "#db/queries/reward-models.ts";
import { projectProcedure, router } from "#server/api/trpc.ts";
import { describeQueue } from "#server/services/describe-queue.ts";
import { followNewestModel } from "#server/services/follow-newest-model.ts";
import { promoteRewardModel } from "#server/services/promote-reward-model.ts";
import { requestRescoring } from "#server/services/request-rescoring.ts";

const oneVersion = z.object({ version: z.number().int().min(1) });

export const rewardModelsRouter = router({
  /** Metrics of every version on the hold-out slice, oldest first. */
  learningCurve: projectProcedure("manager").query(({ ctx, input }) =>
    listRewardModelMetrics(ctx.db, input.projectId),
  ),

  /** What is asked next and why. */
  queue: projectProcedure("manager").query(({ ctx, input }) =>
    describeQueue(ctx.db, input.projectId),
  ),

  /** What the choice of pairs was worth, as the worker last found it; null before the first time. */
  proof: projectProcedure("manager").query(({ ctx, input }) =>
    findLearningProof(ctx.db, input.projectId),
  ),

  /** `live` is the promoted version that ranks; null follows the newest. */
  ranking: projectProcedure("manager").query(({ ctx, input }) =>
    findRankingVersion(ctx.db, input.projectId),
  ),

  /** Lets a version rank from now on; an earlier one rolls back. */
  promote: projectProcedure("manager")
    .input(oneVersion)
    .mutation(({ ctx, input }) => promoteRewardModel(ctx.db, { ...input, actorId: ctx.viewer.id })),

  followNewest: projectProcedure("manager").mutation(({ ctx, input }) =>
    followNewestModel(ctx.db, { ...input, actorId: ctx.viewer.id }),
  ),

  /** Asks the worker what ranking under a version would change; see `rescorings`. */
  rescore: projectProcedure("manager")
    .input(oneVersion)
    .mutation(({ ctx, input }) => requestRescoring(ctx.db, { ...input, actorId: ctx.viewer.id })),

  /** The newest reports first; one without report and fault is still being made. */
  rescorings: projectProcedure("manager").query(({ ctx, input }) =>
    listRescorings(ctx.db, input.projectId),
  ),
});
