import { useState } from "react";
import { api } from "#app/trpc/api.ts";
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
  const [note, setNote] = useState<"none" | "pending" | "failed" | "made">("none");
  const isUnread =
    guidelines !== null && guidelines.markdown !== "" && guidelines.version !== acknowledgedVersion;
  const mustRead = isUnread && note !== "made";
  const [isOpen, setIsOpen] = useState(mustRead);
  const acknowledge = async () => {
    if (guidelines === null || note === "pending") return;
    setNote("pending");
    try {
      await api.assignments.acknowledge.mutate({ projectId, version: guidelines.version });
      setNote("made");
      setIsOpen(false);
    } catch {
      // Whatever the reason, it is to be pressed again, and the page says so.
      setNote("failed");
    }
  };
  return {
    guidelines,
    isOpen,
    mustRead,
    isFirstTime: acknowledgedVersion === null,
    isBusy: note === "pending",
    hasFailed: note === "failed",
    toggle: () => setIsOpen((isNowOpen) => mustRead || !isNowOpen),
    // What must be read stays until it has been acknowledged.
    close: () => (mustRead ? void acknowledge() : setIsOpen(false)),
    acknowledge: () => void acknowledge(),
  };
}
