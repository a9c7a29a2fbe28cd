import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/root.ts";

/** What each procedure answers, for the props of components: `ApiOutputs["projects"]["list"]`. */
export type ApiOutputs = inferRouterOutputs<AppRouter>;
