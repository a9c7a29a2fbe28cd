"use client";

import { useQuery } from "@tanstack/react-query";
import { Button } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { ProgressBar } from "#app/components/progress-bar.tsx";
import { formatBytes, formatNumberOf } from "#app/format.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { ImportResult } from "./import-result.tsx";
import type { Upload } from "./use-upload.ts";

type Import = NonNullable<ApiOutputs["imports"]["find"]>;

const askEveryMs = 500;

type UploadStatusProps = {
  readonly projectId: string;
  readonly upload: Upload;
  onCancel(): void;
};

/** How far this upload is, and then what became of it. */
export function UploadStatus({ projectId, upload, onCancel }: UploadStatusProps) {
  if (upload.phase === "none") return null;
  return (
    <WatchedUpload
      key={upload.importId}
      projectId={projectId}
      upload={upload}
      onCancel={onCancel}
    />
  );
}

type WatchedUploadProps = UploadStatusProps & {
  readonly upload: Exclude<Upload, { readonly phase: "none" }>;
};

function WatchedUpload({ projectId, upload, onCancel }: WatchedUploadProps) {
  const trpc = useTRPC();
  const isRunning = upload.phase === "running";
  const hasFault = upload.phase === "over" && upload.fault !== null;
  const { data: found = null } = useQuery({
    ...trpc.imports.find.queryOptions({ projectId, importId: upload.importId }),
    // Unknown until the first bytes have arrived, which may be after the last have been sent, and
    // settled a moment after the last.
    refetchInterval: ({ state: { data = null } }) =>
      isRunning || isUnsettled(data) || (data === null && !hasFault) ? askEveryMs : false,
  });
  // An import may have failed at its first bytes while the browser still sends the others.
  if (found !== null && !isUnsettled(found)) {
    return <ImportResult projectId={projectId} result={found} isAlert />;
  }
  if (found === null && hasFault) {
    return (
      <Notice tone="danger" isAlert>
        {upload.fault}
      </Notice>
    );
  }
  return <Progress file={upload.file} found={found} onCancel={onCancel} />;
}

function isUnsettled(found: Import | null): boolean {
  return found?.state === "running" || found?.state === "waiting";
}

type ProgressProps = {
  readonly file: File;
  readonly found: Import | null;
  onCancel(): void;
};

function Progress({ file, found, onCancel }: ProgressProps) {
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 text-sm">
          Importing <bdi className="font-medium break-all">{file.name}</bdi>
        </p>
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      </div>
      <ProgressBar
        label={`Import of ${file.name}`}
        value={found?.bytesRead ?? 0}
        max={file.size}
        text={progressWords(file, found)}
      />
    </div>
  );
}

function progressWords(file: File, found: Import | null): string {
  if (found === null) return "Starting…";
  if (found.state === "waiting") return "Waiting for another import to end.";
  const size = `${formatBytes(found.bytesRead)} of ${formatBytes(file.size)}`;
  const rows = formatNumberOf(found.rowsRead, "row");
  const rejected = `${found.rowsRejected.toLocaleString("en")} rejected`;
  return `${size}, ${rows}, ${rejected}`;
}
