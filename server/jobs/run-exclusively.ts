import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";

/**
 * Runs an action unless another process is at the same one. The lock belongs to a connection and
 * ends with it, so a killed worker holds nothing up.
 * @returns false when somebody else was at it
 */
export async function runExclusively(
  db: Database,
  name: string,
  action: () => Promise<void>,
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const rows = await tx.execute<{ isMine: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtextextended(${name}, 2)) as "isMine"`,
    );
    if (rows.at(0)?.isMine !== true) return false;
    await action();
    return true;
  });
}
