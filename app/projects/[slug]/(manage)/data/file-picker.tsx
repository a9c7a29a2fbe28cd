"use client";

import { type DragEvent, useEffect, useRef, useState } from "react";
import { Button } from "#app/components/button.tsx";
import { classNames } from "#app/components/class-names.ts";
import { formatBytes } from "#app/format.ts";

type FilePickerProps = { readonly isBusy: boolean; onImport(file: File): void };

/** The browser's own file field, on a surface that also takes a dropped file. */
export function FilePicker({ isBusy, onImport }: FilePickerProps) {
  const [file, setFile] = useState<File | null>(null);
  const [isOver, setIsOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  // The field is there before this code is: it may hold a file that was chosen meanwhile.
  useEffect(() => setFile(input.current?.files?.item(0) ?? null), []);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const dropped = event.dataTransfer.files.item(0);
    if (isBusy || dropped === null) return;
    if (input.current !== null) input.current.files = event.dataTransfer.files;
    setFile(dropped);
  };
  return (
    <form
      className={classNames(
        "flex flex-wrap items-end gap-4 rounded-panel border border-dashed p-5",
        isOver ? "border-accent bg-accent-soft" : "border-line-strong bg-raised",
      )}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy && file !== null) onImport(file);
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <div className="flex min-w-0 flex-1 basis-64 flex-col gap-2">
        <label htmlFor="import-file" className="text-sm font-medium">
          Choose a file, or drop one here
        </label>
        <input
          ref={input}
          id="import-file"
          type="file"
          disabled={isBusy}
          aria-describedby="import-file-size"
          onChange={(event) => setFile(event.currentTarget.files?.item(0) ?? null)}
          className="w-full text-sm text-muted file:me-3 file:cursor-pointer file:rounded-control file:border file:border-solid file:border-line-strong/60 file:bg-raised file:px-3 file:py-1.5 file:text-sm file:font-medium file:text-ink hover:file:bg-hover disabled:opacity-60"
        />
        <p id="import-file-size" className="min-h-5 text-[0.8125rem] leading-5 text-muted">
          {file === null ? "" : formatBytes(file.size)}
        </p>
      </div>
      <Button type="submit" variant="primary" isBusy={isBusy} disabled={file === null}>
        Import
      </Button>
    </form>
  );
}
