import type { Database } from "#db/client.ts";
import { lockLapsedAssignments, renewLapsed } from "#db/queries/lease-endings.ts";
import { recountPairs } from "#db/queries/pairs.ts";
import type { Annotator } from "./serve-pairs.ts";

/** Older ones were chosen by models and under guidelines that are history. */
const lapsedDaysMax = 7;

/**
 * Gives an annotator who comes back the pairs they had before them when their leases lapsed, as far
 * as nobody has taken them: the same assignments, so the same sides and the same propensity.
 * @returns how many that is
 */
export async function resumeLeases(
  tx: Database,
  params: Annotator & { readonly limit: number; readonly leaseSeconds: number },
): Promise<number> {
  const { limit, leaseSeconds, ...annotator } = params;
  if (limit <= 0) return 0;
  const lapsed = await lockLapsedAssignments(tx, { ...annotator, limit, lapsedDaysMax });
  if (lapsed.length === 0) return 0;
  await renewLapsed(tx, { assignmentIds: lapsed.map((one) => one.assignmentId), leaseSeconds });
  await recountPairs(
    tx,
    lapsed.map((one) => one.pairId),
  );
  return lapsed.length;
}
