import type { Database } from "#db/client.ts";
import { findImport } from "#db/queries/imports.ts";
import { type ImportOnPage, stateOf } from "./list-imports.ts";

/** How far one import is; null when this project has no such import, or not yet. */
export async function findImportProgress(
  db: Database,
  params: { readonly projectId: string; readonly importId: string },
): Promise<ImportOnPage | null> {
  const found = await findImport(db, params);
  return found === null ? null : { ...found, state: await stateOf(db, params.projectId, found) };
}
