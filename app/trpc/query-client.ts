import { defaultShouldDehydrateQuery, QueryClient } from "@tanstack/react-query";
import superjson from "superjson";

/** The same settings on both sides, so that what the server prefetched is taken up as it is. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // Data from the server must not be fetched again the moment the page has hydrated.
      queries: { staleTime: 30_000, retry: false },
      dehydrate: {
        serializeData: superjson.serialize,
        shouldDehydrateQuery: (query) =>
          defaultShouldDehydrateQuery(query) || query.state.status === "pending",
      },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}
