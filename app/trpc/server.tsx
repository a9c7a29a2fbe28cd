import "server-only";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { cache } from "react";
import { createApiContext } from "#server/api/context.ts";
import { appRouter, createCaller } from "#server/api/root.ts";
import { createQueryClient } from "./query-client.ts";

const getContext = cache(createApiContext);
export const getQueryClient = cache(createQueryClient);

/** Query options for prefetching: `getQueryClient().prefetchQuery(trpc.noun.verb.queryOptions(…))`. */
export const trpc = createTRPCOptionsProxy({
  ctx: getContext,
  router: appRouter,
  queryClient: getQueryClient,
});

/** Calls procedures inside this process; the way in which pages read. */
export const caller = createCaller(getContext);
