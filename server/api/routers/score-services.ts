import { z } from "zod";
import { projectProcedure, router } from "#server/api/trpc.ts";
import { scoreRegistration } from "#server/contracts/score-registration.ts";
import { getScoreTools } from "#server/runtime.ts";
import { checkScoreService } from "#server/services/check-score-service.ts";
import { describeScoreService } from "#server/services/describe-score-service.ts";
import { registerScoreService } from "#server/services/register-score-service.ts";
import { removeScoreService } from "#server/services/remove-score-service.ts";

export const scoreServicesRouter = router({
  /** How the project's outside score service does; null without one. */
  status: projectProcedure("manager").query(({ ctx, input }) =>
    describeScoreService(ctx.db, input.projectId),
  ),

  /** Probes a service and puts it in place of the one before; gives back the probe's warnings. */
  register: projectProcedure("manager")
    .input(z.object({ service: scoreRegistration }))
    .mutation(({ ctx, input }) =>
      registerScoreService(ctx.db, {
        projectId: input.projectId,
        actorId: ctx.viewer.id,
        input: input.service,
        tools: getScoreTools(),
      }),
    ),

  check: projectProcedure("manager").mutation(({ ctx, input }) =>
    checkScoreService(ctx.db, {
      projectId: input.projectId,
      actorId: ctx.viewer.id,
      tools: getScoreTools(),
    }),
  ),

  remove: projectProcedure("manager").mutation(({ ctx, input }) =>
    removeScoreService(ctx.db, { projectId: input.projectId, actorId: ctx.viewer.id }),
  ),
});
