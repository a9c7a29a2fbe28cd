import { accountsRouter } from "./routers/accounts.ts";
import { assignmentsRouter } from "./routers/assignments.ts";
import { exportsRouter } from "./routers/exports.ts";
import { goldRouter } from "./routers/gold.ts";
import { importsRouter } from "./routers/imports.ts";
import { invitesRouter } from "./routers/invites.ts";
import { judgmentsRouter } from "./routers/judgments.ts";
import { leaderboardsRouter } from "./routers/leaderboards.ts";
import { membersRouter } from "./routers/members.ts";
import { projectsRouter } from "./routers/projects.ts";
import { quizRouter } from "./routers/quiz.ts";
import { rankingsRouter } from "./routers/rankings.ts";
import { rewardModelsRouter } from "./routers/reward-models.ts";
import { scoreServicesRouter } from "./routers/score-services.ts";
import { createCallerFactory, router } from "./trpc.ts";

export const appRouter = router({
  accounts: accountsRouter,
  assignments: assignmentsRouter,
  exports: exportsRouter,
  gold: goldRouter,
  imports: importsRouter,
  invites: invitesRouter,
  judgments: judgmentsRouter,
  leaderboards: leaderboardsRouter,
  rewardModels: rewardModelsRouter,
  scoreServices: scoreServicesRouter,
  members: membersRouter,
  projects: projectsRouter,
  quiz: quizRouter,
  rankings: rankingsRouter,
});
export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
