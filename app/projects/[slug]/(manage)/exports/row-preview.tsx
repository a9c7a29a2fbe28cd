"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorState } from "#app/components/error-state.tsx";
import { Skeleton } from "#app/components/skeleton.tsx";
import { faultWords } from "#app/fault-words.ts";
import { useTRPC } from "#app/trpc/client.tsx";

type RowPreviewProps = { readonly projectId: string; readonly exportId: string };

/** One row, for a look at its shape before downloading. */
export function RowPreview({ projectId, exportId }: RowPreviewProps) {
  const [isShown, setIsShown] = useState(false);
  return (
    <details open={isShown} onToggle={(event) => setIsShown(event.currentTarget.open)}>
      <summary className="w-fit rounded-control text-sm font-medium text-accent">
        The first row
      </summary>
      {isShown && <FirstRow projectId={projectId} exportId={exportId} />}
    </details>
  );
}

function FirstRow({ projectId, exportId }: RowPreviewProps) {
  const trpc = useTRPC();
  const query = useQuery(trpc.exports.preview.queryOptions({ projectId, exportId }));
  if (query.isPending) return <Skeleton className="mt-3 h-64 w-full" />;
  if (query.isError) {
    return <ErrorState message={faultWords(query.error)} onRetry={() => void query.refetch()} />;
  }
  if (query.data === null) return null;
  const { row, isCut } = query.data;
  return (
    <>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key.
        tabIndex={0}
        className="mt-3 max-h-96 overflow-auto rounded-control bg-sunken p-3 font-mono text-xs leading-5 break-words whitespace-pre-wrap"
      >
        {isCut ? row : JSON.stringify(JSON.parse(row), null, 2)}
      </pre>
      {isCut && <p className="mt-2 text-sm text-muted">Cut here; the row in the file is whole.</p>}
    </>
  );
}
