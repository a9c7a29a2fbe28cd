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
  const { leases, idle } = await servePairs(db, { ...annotator, wanted });
  const done = await countOwnJudgments(db, { ...annotator, since: startOfPeriod("today") });
  return {
    leases: leases.filter((lease) => !held.includes(lease.assignmentId)),
    idle,
    /** When the first of the pairs that others hold may come free. */
    moreAt: idle === "busy" ? await findNextLeaseEnd(db, annotator) : null,
    judged: { today: done.recent, total: done.total },
  };
}
