"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { drawId } from "#app/draw-id.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import { uploadFile } from "./upload-file.ts";

export type Upload =
  | { readonly phase: "none" }
  | { readonly phase: "running"; readonly importId: string; readonly file: File }
  | {
      readonly phase: "over";
      readonly importId: string;
      readonly file: File;
      /** Why it failed, as far as the browser knows; the import itself may know better. */
      readonly fault: string | null;
    };

/** One upload at a time, and what became of the last one. */
export function useUpload(projectId: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [upload, setUpload] = useState<Upload>({ phase: "none" });
  const cancelImport = useMutation(trpc.imports.cancel.mutationOptions());
  const cancelling = useRef<AbortController | null>(null);
  useLeaveWarning(upload.phase === "running");

  async function start(file: File): Promise<void> {
    const importId = drawId();
    const controller = new AbortController();
    cancelling.current = controller;
    setUpload({ phase: "running", importId, file });
    const { signal } = controller;
    const fault = await uploadFile({ projectId, importId, file, signal });
    setUpload({ phase: "over", importId, file, fault });
    await queryClient.invalidateQueries(trpc.imports.pathFilter());
  }

  function cancel(): void {
    if (upload.phase !== "running") return;
    const { importId } = upload;
    cancelImport.mutate({ projectId, importId }, { onSettled: () => cancelling.current?.abort() });
  }

  return { upload, start, cancel };
}

/** The browser asks before it leaves a page whose upload would break off. */
function useLeaveWarning(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isNeeded]);
}
