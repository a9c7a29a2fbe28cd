import type { Database } from "#db/client.ts";
import { failSilentImports as failSilent } from "#db/queries/imports.ts";

/** Well above the time for which an upload may stand still or a batch may take. */
const silentSeconds = 180;

/**
 * Marks imports whose process died as failed; the database has rolled them back by itself. To be
 * called every minute or so by a worker. Returns how many there were.
 */
export async function failSilentImports(db: Database): Promise<number> {
  return await failSilent(db, {
    silentSeconds,
    fault:
      "The server stopped while this file was being imported. Nothing was imported; please import it again.",
  });
}
