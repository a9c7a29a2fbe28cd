import type { Database } from "#db/client.ts";
import { expireLapsedLeases, lockLapsedPairs } from "#db/queries/assignments.ts";
import { recountPairs } from "#db/queries/pairs.ts";

const batchSize = 500;

/** Gives the slots of lapsed leases back; returns how many pairs that concerned. */
export async function expireLeases(db: Database): Promise<number> {
  return await db.transaction(async (tx) => {
    const pairIds = await lockLapsedPairs(tx, batchSize);
    if (pairIds.length === 0) return 0;
    await expireLapsedLeases(tx, pairIds);
    await recountPairs(tx, pairIds);
    return pairIds.length;
  });
}
