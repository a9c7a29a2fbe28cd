import type { Database } from "#db/client.ts";
import { listPendingExports } from "#db/queries/exports.ts";
import { logger } from "#server/logger.ts";
import { runExport } from "#server/services/run-export.ts";
import { runExclusively } from "./run-exclusively.ts";

/** Writes the exports that were asked for. One that was half written by a killed worker starts anew. */
export async function writeExports(db: Database): Promise<void> {
  for (const exportId of await listPendingExports(db)) {
    await runExclusively(db, `export:${exportId}`, async () => {
      if (await runExport(db, exportId)) logger.info({ exportId }, "export written");
    });
  }
}
