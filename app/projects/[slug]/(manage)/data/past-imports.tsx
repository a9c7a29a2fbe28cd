"use client";

import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { Badge, type Tone } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { Section } from "#app/components/section.tsx";
import { formatBytes, formatMoment } from "#app/format.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { listPages } from "./list-pages.ts";
import { RemarksDisclosure } from "./remarks-disclosure.tsx";
import { resultWords } from "./result-words.ts";

type Import = NonNullable<ApiOutputs["imports"]["find"]>;

const stateWords = {
  waiting: { label: "Waiting", tone: "neutral" },
  running: { label: "Running", tone: "accent" },
  done: { label: "Done", tone: "neutral" },
  failed: { label: "Failed", tone: "danger" },
} as const satisfies Record<Import["state"], { label: string; tone: Tone }>;

const askEveryMs = 1_000;

/** Everything that was ever imported here, newest first. */
export function PastImports({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const query = useSuspenseInfiniteQuery(
    trpc.imports.list.infiniteQueryOptions(
      { projectId },
      {
        ...listPages,
        refetchInterval: ({ state }) =>
          state.data?.pages.some((page) => page.imports.some(isUnderWay)) ? askEveryMs : false,
      },
    ),
  );
  const imports = query.data.pages.flatMap((page) => page.imports);
  return (
    <Section title="Imports" description="Each import is kept with what it did.">
      {imports.length === 0 ? (
        <p className="text-sm text-muted">No file has been imported into this project yet.</p>
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {imports.map((one) => (
            <li key={one.id} className="flex flex-col gap-2 py-4 first:pt-0">
              <PastImport projectId={projectId} result={one} />
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
          Show earlier imports
        </Button>
      )}
    </Section>
  );
}

function isUnderWay({ state }: Import): boolean {
  return state === "running" || state === "waiting";
}

function PastImport({
  projectId,
  result,
}: {
  readonly projectId: string;
  readonly result: Import;
}) {
  const { label, tone } = stateWords[result.state];
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="min-w-0 text-sm font-medium break-all">
          <bdi>{result.fileName}</bdi>
        </h3>
        <Badge tone={tone}>{label}</Badge>
        <p className="text-[0.8125rem] text-muted">
          {formatMoment(result.createdAt)}, {formatBytes(result.bytesRead)}
        </p>
      </div>
      {!isUnderWay(result) && (
        <p className="max-w-prose text-sm text-muted">{resultWords(result).join(" ")}</p>
      )}
      <RemarksDisclosure projectId={projectId} result={result} />
    </>
  );
}
