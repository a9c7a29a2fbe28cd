import type { Database } from "#db/client.ts";
import { findExportChunk, findExportFile } from "#db/queries/exports.ts";
import { exportSplits } from "#server/contracts/export.ts";

const charactersMax = 20_000;

/** The first row of an export as it is in the file, cut if very long; null when it has no rows. */
export async function previewExport(
  db: Database,
  params: { readonly projectId: string; readonly exportId: string },
): Promise<{ readonly row: string; readonly isCut: boolean } | null> {
  for (const split of exportSplits) {
    const file = await findExportFile(db, { ...params, name: `${split}.jsonl` });
    if (file === null) continue;
    const chunk = await findExportChunk(db, { fileId: file.id, index: 0 });
    if (chunk === null) continue;
    const row = Buffer.from(chunk).toString("utf8").split("\n", 1)[0] ?? "";
    return { row: row.slice(0, charactersMax), isCut: row.length > charactersMax };
  }
  return null;
}
