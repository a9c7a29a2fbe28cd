import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#app/trpc/client.tsx";
import type { Opening } from "./judge-api.ts";

export type GuidelinesReading = {
  readonly guidelines: Opening["guidelines"];
  readonly isOpen: boolean;
  /** This version has not been read yet, so judging waits. */
  readonly mustRead: boolean;
  readonly isFirstTime: boolean;
  readonly isBusy: boolean;
  readonly hasFailed: boolean;
  toggle(): void;
  close(): void;
  acknowledge(): void;
};

/** Opens the guidelines by themselves when this version has not been read, once. */
export function useGuidelines(projectId: string, opening: Opening): GuidelinesReading {
  const { guidelines, acknowledgedVersion } = opening;
  const trpc = useTRPC();
  const note = useMutation(trpc.assignments.acknowledge.mutationOptions());
  const isUnread =
    guidelines !== null && guidelines.markdown !== "" && guidelines.version !== acknowledgedVersion;
  const mustRead = isUnread && !note.isSuccess;
  const [isOpen, setIsOpen] = useState(mustRead);
  const acknowledge = () => {
    if (guidelines === null || note.isPending) return;
    const { version } = guidelines;
    note.mutate({ projectId, version }, { onSuccess: () => setIsOpen(false) });
  };
  return {
    guidelines,
    isOpen,
    mustRead,
    isFirstTime: acknowledgedVersion === null,
    isBusy: note.isPending,
    hasFailed: note.isError,
    toggle: () => setIsOpen((isNowOpen) => mustRead || !isNowOpen),
    // What must be read stays until it has been acknowledged.
    close: () => (mustRead ? acknowledge() : setIsOpen(false)),
    acknowledge,
  };
}
