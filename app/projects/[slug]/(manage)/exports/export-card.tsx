"use client";

import { Badge, type Tone } from "#app/components/badge.tsx";
import { Notice } from "#app/components/notice.tsx";
import { formatMoment, formatNumberOf } from "#app/format.ts";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { ExportCounts } from "./export-counts.tsx";
import { ExportFiles } from "./export-files.tsx";
import { ExportUse } from "./export-use.tsx";
import { RowPreview } from "./row-preview.tsx";

type ListedExport = ApiOutputs["exports"]["list"]["exports"][number];

const stateWords = {
  running: { label: "Being written", tone: "accent" },
  done: { label: "Done", tone: "neutral" },
  failed: { label: "Failed", tone: "danger" },
} as const satisfies Record<ListedExport["state"], { label: string; tone: Tone }>;

type ExportCardProps = {
  readonly projectId: string;
  readonly slug: string;
  readonly item: ListedExport;
  /** The newest stands open; the others are behind their headings. */
  readonly isNewest: boolean;
};

export function ExportCard({ projectId, slug, item, isNewest }: ExportCardProps) {
  const { label, tone } = stateWords[item.state];
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="font-medium">Version {item.version}</h3>
        <Badge tone={tone}>{label}</Badge>
        <p className="text-[0.8125rem] text-muted">{formatMoment(item.createdAt)}</p>
      </div>
      {item.state === "failed" && (
        <Notice tone="danger">{item.fault} Nothing was written; create it again.</Notice>
      )}
      {item.manifest !== null && (
        <WrittenExport
          projectId={projectId}
          slug={slug}
          item={item}
          manifest={item.manifest}
          isNewest={isNewest}
        />
      )}
    </div>
  );
}

type Written = ExportCardProps & { readonly manifest: NonNullable<ListedExport["manifest"]> };

function WrittenExport({ projectId, slug, item, manifest, isNewest }: Written) {
  const isEmpty = manifest.rows.train + manifest.rows.test === 0;
  return (
    <>
      <p className="text-sm">
        {formatNumberOf(manifest.rows.train, "training row")} and{" "}
        {formatNumberOf(manifest.rows.test, "test row")} from{" "}
        {formatNumberOf(manifest.judgments.current, "judgment")}.
      </p>
      {manifest.warnings.map((warning) => (
        <Notice key={warning} tone="warning">
          {warning}
        </Notice>
      ))}
      <ExportFiles projectId={projectId} exportId={item.id} manifest={manifest} />
      <details open={isNewest || undefined}>
        <summary className="w-fit rounded-control text-sm font-medium text-accent">
          How the counts add up
        </summary>
        <ExportCounts manifest={manifest} />
      </details>
      {!isEmpty && (
        <>
          <details open={isNewest || undefined}>
            <summary className="w-fit rounded-control text-sm font-medium text-accent">
              How to load it
            </summary>
            <ExportUse prefix={`${slug}-v${item.version}`} manifest={manifest} />
          </details>
          <RowPreview projectId={projectId} exportId={item.id} />
        </>
      )}
    </>
  );
}
