import type { Database } from "#db/client.ts";
import { findImport } from "#db/queries/imports.ts";
import { NotFound } from "#server/errors.ts";
import { type ImportOnPage, stateOf } from "./list-imports.ts";

/** How far one import is. @throws NotFound for an import of another project */
export async function getImport(
  db: Database,
  params: { readonly projectId: string; readonly importId: string },
): Promise<ImportOnPage> {
  const found = await findImport(db, params);
  if (found === null) throw new NotFound("There is no such import.");
  return { ...found, state: await stateOf(db, params.projectId, found) };
}
