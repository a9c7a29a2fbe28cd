import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";

/**
 * Takes a named lock for the rest of the transaction, if nobody holds it. It belongs to the
 * connection and ends with it, so a killed process holds nothing up.
 */
export async function tryLock(tx: Database, name: string): Promise<boolean> {
  const rows = await tx.execute<{ isMine: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${name}, 2)) as "isMine"`,
  );
  return rows.at(0)?.isMine === true;
}
