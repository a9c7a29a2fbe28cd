import type { Database } from "#db/client.ts";
import { insertImport } from "#db/queries/imports.ts";
import { Conflict } from "#server/errors.ts";

/**
 * Writes down that an import begins. Its id is drawn by whoever uploads, so that the import can be
 * watched while the upload runs, and so that the same upload is not begun twice.
 */
export async function beginImport(
  db: Database,
  params: {
    readonly importId: string;
    readonly projectId: string;
    readonly createdBy: string;
    readonly fileName: string;
    readonly bytesTotal: number | null;
  },
): Promise<void> {
  const { importId: id, ...rest } = params;
  const isNew = await insertImport(db, { id, ...rest });
  if (!isNew) throw new Conflict("This upload has been begun already.");
}
