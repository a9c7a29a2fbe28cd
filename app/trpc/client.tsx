"use client";

import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import type { ReactNode } from "react";
import type { AppRouter } from "#server/api/root.ts";
import { api } from "./api.ts";
import { createQueryClient } from "./query-client.ts";

const trpc = createTRPCContext<AppRouter>();

export const useTRPC = trpc.useTRPC;

let browserQueryClient: QueryClient | undefined;

/** For the pages that read and write through queries; the judge page calls {@link api} itself. */
export function QueryProvider({ children }: { readonly children: ReactNode }) {
  const queryClient = getQueryClient();
  return (
    <QueryClientProvider client={queryClient}>
      <trpc.TRPCProvider trpcClient={api} queryClient={queryClient}>
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
