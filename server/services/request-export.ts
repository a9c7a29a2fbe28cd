import type { Database } from "#db/client.ts";
import { insertExport } from "#db/queries/exports.ts";
import type { ExportOptions } from "#server/contracts/export.ts";

/** Asks for a new version of a project's data; a worker writes it. */
export async function requestExport(
  db: Database,
  params: {
    readonly projectId: string;
    readonly options: ExportOptions;
    readonly createdBy: string;
  },
): Promise<{ readonly id: string; readonly version: number }> {
  return await insertExport(db, params);
}
