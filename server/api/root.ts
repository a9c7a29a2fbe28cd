import { assignmentsRouter } from "./routers/assignments.ts";
import { judgmentsRouter } from "./routers/judgments.ts";
import { createCallerFactory, router } from "./trpc.ts";

export const appRouter = router({
  assignments: assignmentsRouter,
  judgments: judgmentsRouter,
});
export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
