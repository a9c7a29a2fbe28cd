import type { Database } from "#db/client.ts";
import { listRejections, type Rejection } from "#db/queries/imports.ts";

const pageSize = 50;

/** Rows that were rejected or imported in part, in the order of the file, from behind a line. */
export async function listRemarks(
  db: Database,
  params: { readonly projectId: string; readonly importId: string; readonly after: number },
): Promise<{ readonly remarks: Rejection[]; readonly nextAfter: number | null }> {
  const rows = await listRejections(db, { ...params, limit: pageSize + 1 });
  const remarks = rows.slice(0, pageSize);
  return { remarks, nextAfter: rows.length > pageSize ? (remarks.at(-1)?.line ?? null) : null };
}
