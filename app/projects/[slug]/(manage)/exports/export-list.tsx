"use client";

import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { Button } from "#app/components/button.tsx";
import { Section } from "#app/components/section.tsx";
import { useTRPC } from "#app/trpc/client.tsx";
import { ExportCard } from "./export-card.tsx";
import { listPages } from "./list-pages.ts";

const askEveryMs = 1_000;

type ExportListProps = { readonly projectId: string; readonly slug: string };

/** Every version, newest first; asked for again while one is being written. */
export function ExportList({ projectId, slug }: ExportListProps) {
  const trpc = useTRPC();
  const query = useSuspenseInfiniteQuery(
    trpc.exports.list.infiniteQueryOptions(
      { projectId },
      {
        ...listPages,
        refetchInterval: ({ state }) =>
          state.data?.pages.some((page) => page.exports.some((one) => one.state === "running"))
            ? askEveryMs
            : false,
      },
    ),
  );
  const exports = query.data.pages.flatMap((page) => page.exports);
  return (
    <Section title="Versions">
      {exports.length === 0 ? (
        <p className="text-sm text-muted">
          Nothing has been exported yet. The first export takes what has been judged so far.
        </p>
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {exports.map((one, index) => (
            <li key={one.id} className="py-6 first:pt-0">
              <ExportCard projectId={projectId} slug={slug} item={one} isNewest={index === 0} />
            </li>
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button
          size="small"
          className="mt-4"
          isBusy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show earlier versions
        </Button>
      )}
    </Section>
  );
}
