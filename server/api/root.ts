import { assignmentsRouter } from "./routers/assignments.ts";
import { importsRouter } from "./routers/imports.ts";
import { judgmentsRouter } from "./routers/judgments.ts";
import { leaderboardsRouter } from "./routers/leaderboards.ts";
import { rewardModelsRouter } from "./routers/reward-models.ts";
import { createCallerFactory, router } from "./trpc.ts";

export const appRouter = router({
  assignments: assignmentsRouter,
  imports: importsRouter,
  judgments: judgmentsRouter,
  leaderboards: leaderboardsRouter,
  rewardModels: rewardModelsRouter,
});
export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
