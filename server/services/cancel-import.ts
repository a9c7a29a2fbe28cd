import type { Database } from "#db/client.ts";
import { failImport } from "#db/queries/imports.ts";

/**
 * Ends a running import: its process notices at its next look, within a second, and rolls it back.
 * Cutting the upload off would do the same, but only once all that is under way has been stored.
 */
export async function cancelImport(
  db: Database,
  params: { readonly projectId: string; readonly importId: string },
): Promise<void> {
  await failImport(db, { ...params, fault: "This import was cancelled. Nothing was imported." });
}
