import type { Database } from "#db/client.ts";
import { countOwnJudgments } from "#db/queries/judgments.ts";
import { findNextLeaseEnd } from "#db/queries/progress.ts";
import { startOfPeriod } from "./periods.ts";
import { type Annotator, servePairs } from "./serve-pairs.ts";

/** One pair on the screen and two ready behind it. */
const leasesHeldMax = 3;

/**
 * What a browser gets back after each step: the leases it does not hold yet, and where it stands.
 * A refill adds at most one lease to those held; otherwise the buffer is filled.
 */
export async function serveNext(
  db: Database,
  params: Annotator & { readonly held: readonly string[]; readonly refill: boolean },
) {
  const { held, refill, ...annotator } = params;
  const wanted = refill ? Math.min(leasesHeldMax, held.length + 1) : leasesHeldMax;
  const { leases, idle } = await servePairs(db, { ...annotator, wanted, isReturn: !refill });
  const done = await countOwnJudgments(db, { ...annotator, since: startOfPeriod("today") });
  return {
    leases: leases.filter((lease) => !held.includes(lease.assignmentId)),
    idle,
    renewedUntil: renewedUntil(leases),
    /** When the first of the pairs that others hold may come free. */
    moreAt: idle === "busy" ? await findNextLeaseEnd(db, annotator) : null,
    judged: { today: done.recent, total: done.total },
  };
}

/** Until when the leases last; a window that closes names it, and only leases not renewed since end. */
export function renewedUntil(leases: readonly { readonly leasedUntil: Date }[]): Date | null {
  if (leases.length === 0) return null;
  return new Date(Math.max(...leases.map((lease) => lease.leasedUntil.getTime())));
}
