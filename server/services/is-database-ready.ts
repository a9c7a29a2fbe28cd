import type { Database } from "#db/client.ts";
import { pingDatabase } from "#db/queries/health.ts";
import { logger } from "#server/logger.ts";

/** Whether the database answers now; why not is logged. */
export async function isDatabaseReady(getDatabase: () => Database): Promise<boolean> {
  try {
    await pingDatabase(getDatabase());
    return true;
  } catch (error) {
    logger.warn({ err: error }, "the database does not answer");
    return false;
  }
}
