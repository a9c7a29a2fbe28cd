"use client";

import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpLink } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import type { AppRouter } from "#server/api/root.ts";
import { createQueryClient } from "./query-client.ts";

const trpc = createTRPCContext<AppRouter>();

export const useTRPC = trpc.useTRPC;
export const useTRPCClient = trpc.useTRPCClient;

let browserQueryClient: QueryClient | undefined;

/** Requests are not batched: a slow query must not hold back the answer to a judgment. */
export function ApiProvider({ children }: { readonly children: ReactNode }) {
  const queryClient = getQueryClient();
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [httpLink({ url: "/api/trpc", transformer: superjson })],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <trpc.TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </trpc.TRPCProvider>
    </QueryClientProvider>
  );
}

/** One for the life of the page in the browser; one for each request on the server. */
function getQueryClient(): QueryClient {
  if (typeof window === "undefined") return createQueryClient();
  browserQueryClient ??= createQueryClient();
  return browserQueryClient;
}
