import { randomUUID } from "node:crypto";
import type { Database } from "#db/client.ts";
import { recordJudgment } from "#server/services/record-judgment.ts";
import { servePairs } from "#server/services/serve-pairs.ts";

type Annotator = { readonly projectId: string; readonly annotatorId: string };

/**
 * Judges pair after pair for as long as `isOver` does not say so, and at least `judgmentsMin`.
 * @returns milliseconds that each pair took to be served
 */
export async function judgeWhile(
  db: Database,
  annotator: Annotator,
  params: { readonly judgmentsMin: number; isOver(): boolean },
): Promise<number[]> {
  const times: number[] = [];
  while (times.length < params.judgmentsMin || !params.isOver()) {
    const startedAt = performance.now();
    const { leases } = await servePairs(db, { ...annotator, wanted: 1 });
    times.push(performance.now() - startedAt);
    const lease = leases.at(0);
    if (lease === undefined) throw new Error("nothing was served");
    await recordJudgment(db, {
      ...annotator,
      input: {
        assignmentId: lease.assignmentId,
        idempotencyKey: randomUUID(),
        verdict: lease.left < lease.right ? "left" : "right",
        strength: null,
        timings: null,
        held: [],
      },
    });
  }
  return times;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
