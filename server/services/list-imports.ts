import type { Database } from "#db/client.ts";
import { hasEarlierImport, listImports as listPage } from "#db/queries/imports.ts";

type Listed = Awaited<ReturnType<typeof listPage>>[number];

/** `waiting` is a running import that has read nothing because another one has the turn. */
export type ImportOnPage = Omit<Listed, "state"> & {
  readonly state: Listed["state"] | "waiting";
};

const pageSize = 10;

/** Newest first, with the cursor of the next page. */
export async function listImports(
  db: Database,
  params: { readonly projectId: string; readonly cursor: string | null },
): Promise<{ readonly imports: ImportOnPage[]; readonly nextCursor: string | null }> {
  const { projectId, cursor } = params;
  const rows = await listPage(db, { projectId, before: cursor, limit: pageSize + 1 });
  const page = rows.slice(0, pageSize);
  const imports = await Promise.all(
    page.map(async (row) => ({ ...row, state: await stateOf(db, projectId, row) })),
  );
  return { imports, nextCursor: rows.length > pageSize ? (page.at(-1)?.id ?? null) : null };
}

export async function stateOf(
  db: Database,
  projectId: string,
  row: Listed,
): Promise<ImportOnPage["state"]> {
  if (row.state !== "running" || row.bytesRead > 0) return row.state;
  const { createdAt } = row;
  return (await hasEarlierImport(db, { projectId, createdAt })) ? "waiting" : "running";
}
