"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorState } from "#app/components/error-state.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { Skeleton } from "#app/components/skeleton.tsx";
import { Cell, HeadCell, Row, Table } from "#app/components/table.tsx";
import { textLinkClass } from "#app/components/text-link-class.ts";
import { faultWords } from "#app/fault-words.ts";
import { formatCount } from "#app/format.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";

type RemarksProps = { readonly projectId: string; readonly importId: string };

/** Rows with line and reason, in the order of the file. */
export function Remarks({ projectId, importId }: RemarksProps) {
  const trpc = useTRPC();
  const [starts, setStarts] = useState<readonly number[]>([0]);
  const after = starts.at(-1) ?? 0;
  const query = useQuery({
    ...trpc.imports.rejections.queryOptions({ projectId, importId, after }),
    placeholderData: keepPreviousData,
  });
  if (query.isPending) return <Skeleton className="mt-3 h-32 w-full" />;
  if (query.isError) {
    return <ErrorState message={faultWords(query.error)} onRetry={() => void query.refetch()} />;
  }
  const { remarks, nextAfter } = query.data;
  return (
    <div className="mt-3">
      <RemarksTable remarks={remarks} />
      <Pagination
        hasPrevious={starts.length > 1}
        hasNext={nextAfter !== null}
        isBusy={query.isPlaceholderData}
        onPrevious={() => setStarts(starts.slice(0, -1))}
        onNext={() => nextAfter !== null && setStarts([...starts, nextAfter])}
      />
      <p className="mt-4 text-sm">
        <a
          className={textLinkClass}
          href={`/api/projects/${projectId}/imports/${importId}/rejections`}
          download
        >
          Download all as CSV
        </a>
      </p>
    </div>
  );
}

type RemarksTableProps = {
  readonly remarks: ApiOutputs["imports"]["rejections"]["remarks"];
};

function RemarksTable({ remarks }: RemarksTableProps) {
  return (
    <Table
      label="Rows with a remark"
      head={
        <>
          <HeadCell isNumber>Line</HeadCell>
          <HeadCell>Remark</HeadCell>
          <HeadCell>The row begins with</HeadCell>
        </>
      }
    >
      {remarks.map((remark) => (
        <Row key={remark.line}>
          <Cell isNumber className="align-top">
            {formatCount(remark.line)}
          </Cell>
          <Cell className="min-w-56 align-top">{remark.reason}</Cell>
          <Cell className="min-w-56 align-top font-mono text-xs break-all text-muted" dir="auto">
            <span className="line-clamp-3">{remark.excerpt}</span>
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
