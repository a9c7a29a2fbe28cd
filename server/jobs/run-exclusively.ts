import type { Database } from "#db/client.ts";
import { tryLock } from "#db/queries/locks.ts";

/**
 * Runs an action unless another process is at the same one.
 * @returns false when somebody else was at it
 */
export async function runExclusively(
  db: Database,
  name: string,
  action: () => Promise<void>,
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    if (!(await tryLock(tx, name))) return false;
    await action();
    return true;
  });
}
