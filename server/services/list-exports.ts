import type { Database } from "#db/client.ts";
import { listExports as listPage } from "#db/queries/exports.ts";

const pageSize = 10;

/** Newest version first, with the cursor of the next page. */
export async function listExports(
  db: Database,
  params: { readonly projectId: string; readonly before: number | null },
) {
  const rows = await listPage(db, { ...params, limit: pageSize + 1 });
  const exports = rows.slice(0, pageSize);
  const nextBefore = rows.length > pageSize ? (exports.at(-1)?.version ?? null) : null;
  return { exports, nextBefore };
}
