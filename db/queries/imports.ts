import { and, asc, desc, eq, gt, lt, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { importRejections, imports } from "#db/schema/imports.ts";

export type ImportCounts = Pick<
  typeof imports.$inferSelect,
  | "bytesRead"
  | "rowsRead"
  | "rowsRejected"
  | "rowsDuplicate"
  | "promptsAdded"
  | "completionsAdded"
  | "pairsAdded"
  | "pairsDead"
>;

export type Rejection = {
  readonly line: number;
  readonly reason: string;
  readonly excerpt: string;
};

const insertBatch = 1000;

/** How many imports may run at once, in all processes: each holds a connection while it runs. */
const importSlots = 3;

/** False when an import of that id is there already. */
export async function insertImport(
  db: Database,
  values: typeof imports.$inferInsert,
): Promise<boolean> {
  const rows = await db
    .insert(imports)
    .values(values)
    .onConflictDoNothing()
    .returning({ id: imports.id });
  return rows.length > 0;
}

/**
 * Takes the right to import into a project until the transaction ends; false when another import
 * of that project, or as many as the server runs at once, are under way.
 */
export async function takeImportTurn(tx: Database, projectId: string): Promise<boolean> {
  if (!(await tryLock(tx, `import:${projectId}`))) return false;
  for (let slot = 0; slot < importSlots; slot += 1) {
    if (await tryLock(tx, `import-slot:${slot}`)) return true;
  }
  return false;
}

async function tryLock(tx: Database, name: string): Promise<boolean> {
  const rows = await tx.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as taken`,
  );
  return rows.at(0)?.taken === true;
}

/** Says that the import is alive and how far it is; false when it was ended from outside. */
export async function updateImportProgress(
  db: Database,
  params: { readonly importId: string; readonly counts: ImportCounts },
): Promise<boolean> {
  const rows = await db
    .update(imports)
    .set({ ...params.counts, aliveAt: sql`now()` })
    .where(and(eq(imports.id, params.importId), eq(imports.state, "running")))
    .returning({ id: imports.id });
  return rows.length > 0;
}

export async function insertRejections(
  db: Database,
  params: { readonly importId: string; readonly rejections: readonly Rejection[] },
): Promise<void> {
  const { importId, rejections } = params;
  for (let start = 0; start < rejections.length; start += insertBatch) {
    const values = rejections.slice(start, start + insertBatch);
    await db.insert(importRejections).values(values.map((one) => ({ importId, ...one })));
  }
}

/** False when the import was given up in the meantime; its transaction must then be rolled back. */
export async function finishImport(
  tx: Database,
  params: { readonly importId: string; readonly counts: ImportCounts },
): Promise<boolean> {
  const rows = await tx
    .update(imports)
    .set({ ...params.counts, state: "done", aliveAt: sql`now()`, finishedAt: sql`now()` })
    .where(and(eq(imports.id, params.importId), eq(imports.state, "running")))
    .returning({ id: imports.id });
  return rows.length > 0;
}

/** One that is over already stays as it is. */
export async function failImport(
  db: Database,
  params: { readonly projectId: string; readonly importId: string; readonly fault: string },
): Promise<void> {
  await db
    .update(imports)
    .set({ ...nothingAdded, state: "failed", fault: params.fault, finishedAt: sql`now()` })
    .where(
      and(
        eq(imports.projectId, params.projectId),
        eq(imports.id, params.importId),
        eq(imports.state, "running"),
      ),
    );
}

/** A failed import was rolled back, so what it had counted as added is not there. */
const nothingAdded = {
  rowsDuplicate: 0,
  promptsAdded: 0,
  completionsAdded: 0,
  pairsAdded: 0,
  pairsDead: 0,
};

/** Imports that have not said for so long that they are alive that their process must be gone. */
export async function failSilentImports(
  db: Database,
  params: { readonly silentSeconds: number; readonly fault: string },
): Promise<number> {
  const rows = await db
    .update(imports)
    .set({ ...nothingAdded, state: "failed", fault: params.fault, finishedAt: sql`now()` })
    .where(
      and(
        eq(imports.state, "running"),
        lt(imports.aliveAt, sql`now() - make_interval(secs => ${params.silentSeconds})`),
      ),
    )
    .returning({ id: imports.id });
  return rows.length;
}

const importColumns = {
  id: imports.id,
  fileName: imports.fileName,
  state: imports.state,
  bytesRead: imports.bytesRead,
  bytesTotal: imports.bytesTotal,
  rowsRead: imports.rowsRead,
  rowsRejected: imports.rowsRejected,
  rowsDuplicate: imports.rowsDuplicate,
  promptsAdded: imports.promptsAdded,
  completionsAdded: imports.completionsAdded,
  pairsAdded: imports.pairsAdded,
  pairsDead: imports.pairsDead,
  fault: imports.fault,
  createdAt: imports.createdAt,
  finishedAt: imports.finishedAt,
  /** Rows that are listed with a reason: those rejected, and those imported in part. */
  remarks: sql<number>`(select count(*) from ${importRejections}
    where ${importRejections.importId} = ${imports.id})`.mapWith(Number),
};

/** Newest first; `before` is the last one already shown. */
export async function listImports(
  db: Database,
  params: { readonly projectId: string; readonly before: string | null; readonly limit: number },
) {
  const { projectId, before, limit } = params;
  return await db
    .select(importColumns)
    .from(imports)
    .where(
      and(
        eq(imports.projectId, projectId),
        before === null
          ? undefined
          : sql`(${imports.createdAt}, ${imports.id}) <
              (select created_at, id from imports where id = ${before})`,
      ),
    )
    .orderBy(desc(imports.createdAt), desc(imports.id))
    .limit(limit);
}

type ImportOfProject = { readonly projectId: string; readonly importId: string };

export async function findImport(db: Database, params: ImportOfProject) {
  const rows = await db
    .select(importColumns)
    .from(imports)
    .where(and(eq(imports.projectId, params.projectId), eq(imports.id, params.importId)));
  return rows.at(0) ?? null;
}

/** True while this project's turn belongs to an import that began earlier. */
export async function hasEarlierImport(
  db: Database,
  params: { readonly projectId: string; readonly createdAt: Date },
): Promise<boolean> {
  const rows = await db
    .select({ id: imports.id })
    .from(imports)
    .where(
      and(
        eq(imports.projectId, params.projectId),
        eq(imports.state, "running"),
        lt(imports.createdAt, params.createdAt),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** In the order of the file, from behind line `after`. */
export async function listRejections(
  db: Database,
  params: ImportOfProject & { readonly after: number; readonly limit: number },
): Promise<Rejection[]> {
  return await db
    .select({
      line: importRejections.line,
      reason: importRejections.reason,
      excerpt: importRejections.excerpt,
    })
    .from(importRejections)
    .innerJoin(imports, eq(imports.id, importRejections.importId))
    .where(
      and(
        eq(imports.projectId, params.projectId),
        eq(importRejections.importId, params.importId),
        gt(importRejections.line, params.after),
      ),
    )
    .orderBy(asc(importRejections.line))
    .limit(params.limit);
}
