import type { Database } from "#db/client.ts";
import { listExports as listPage } from "#db/queries/exports.ts";

const pageSize = 10;

/** Newest version first, with the cursor of the next page. */
export async function listExports(
  db: Database,
  params: { readonly projectId: string; readonly cursor: number | null },
) {
  const { projectId, cursor } = params;
  const rows = await listPage(db, { projectId, before: cursor, limit: pageSize + 1 });
  const exports = rows.slice(0, pageSize);
  const nextCursor = rows.length > pageSize ? (exports.at(-1)?.version ?? null) : null;
  return { exports, nextCursor };
}
