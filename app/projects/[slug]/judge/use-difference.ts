import { useEffect, useState } from "react";
import type { Difference } from "./difference.ts";

/** The worker has bounds of its own; this one holds when it cannot be fetched or is starved. */
const patienceMs = 8000;

export type Comparison =
  | { readonly state: "comparing" }
  | { readonly state: "failed" }
  | { readonly state: "done"; readonly difference: Difference };

/** Compares two texts while `isWanted`; the external system is the worker that does it. */
export function useDifference(left: string, right: string, isWanted: boolean): Comparison {
  const [last, setLast] = useState<{ left: string; right: string; comparison: Comparison }>();
  useEffect(() => {
    if (!isWanted) return;
    const worker = new Worker(new URL("./difference-worker.ts", import.meta.url));
    const settle = (difference: Difference | null) => {
      clearTimeout(timer);
      worker.terminate();
      const comparison: Comparison =
        difference === null ? { state: "failed" } : { state: "done", difference };
      setLast({ left, right, comparison });
    };
    const timer = setTimeout(() => settle(null), patienceMs);
    worker.onmessage = ({ data }: MessageEvent<Difference | null>) => settle(data);
    worker.onerror = () => settle(null);
    worker.postMessage({ left, right });
    return () => {
      clearTimeout(timer);
      worker.terminate();
    };
  }, [left, right, isWanted]);
  const isCurrent = last !== undefined && last.left === left && last.right === right;
  return isCurrent ? last.comparison : { state: "comparing" };
}
