"use client";

import { Section } from "#app/components/section.tsx";
import { FilePicker } from "./file-picker.tsx";
import { FormatGuide } from "./format-guide.tsx";
import { UploadStatus } from "./upload-status.tsx";
import { useUpload } from "./use-upload.ts";

export function ImportSection({ projectId }: { readonly projectId: string }) {
  const { upload, start, cancel } = useUpload(projectId);
  return (
    <Section
      title="Import a file"
      description="JSONL, JSON or CSV, packed with gzip or not. The format is told by the content, whatever the name."
    >
      <div className="flex flex-col gap-6">
        <FilePicker isBusy={upload.phase === "running"} onImport={(file) => void start(file)} />
        <UploadStatus projectId={projectId} upload={upload} onCancel={cancel} />
        <FormatGuide />
      </div>
    </Section>
  );
}
