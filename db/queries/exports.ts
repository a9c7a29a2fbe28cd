import { and, asc, desc, eq, lt, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { exportChunks, exportFiles, exports } from "#db/schema/exports.ts";
import { judgments } from "#db/schema/judgments.ts";
import { projects } from "#db/schema/projects.ts";
import {
  type ExportManifest,
  type ExportOptions,
  exportManifest,
  exportOptions,
} from "#server/contracts/export.ts";

/** The next version of a project's exports; two requests at once get two versions. */
export async function insertExport(
  db: Database,
  params: {
    readonly projectId: string;
    readonly options: ExportOptions;
    readonly createdBy: string;
  },
): Promise<{ id: string; version: number }> {
  const { projectId, options, createdBy } = params;
  return await db.transaction(async (tx) => {
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`export:${projectId}`}, 0))`,
    );
    const version = sql`(select coalesce(max(version), 0) + 1 from exports
      where project_id = ${projectId})`;
    const sequenceMax = sql`(select coalesce(max(sequence), 0) from judgments
      where project_id = ${projectId})`;
    const rows = await tx
      .insert(exports)
      .values({ projectId, options, createdBy, version, sequenceMax })
      .returning({ id: exports.id, version: exports.version });
    const row = rows.at(0);
    if (row === undefined) throw new Error("insert returned no row");
    return row;
  });
}

/** Exports that were asked for and are not written yet, oldest first. */
export async function listPendingExports(db: Database): Promise<string[]> {
  const rows = await db
    .select({ id: exports.id })
    .from(exports)
    .where(eq(exports.state, "running"))
    .orderBy(asc(exports.createdAt));
  return rows.map((row) => row.id);
}

/** An export that is still to be written, locked until the transaction ends; null when it is not. */
export async function lockPendingExport(tx: Database, exportId: string) {
  const rows = await tx
    .select({ projectId: exports.projectId, options: exports.options })
    .from(exports)
    .where(and(eq(exports.id, exportId), eq(exports.state, "running")))
    .for("update", { skipLocked: true });
  const row = rows.at(0);
  return row === undefined ? null : { ...row, options: exportOptions.parse(row.options) };
}

export async function getProjectSlug(db: Database, projectId: string): Promise<string> {
  const rows = await db
    .select({ slug: projects.slug })
    .from(projects)
    .where(eq(projects.id, projectId));
  const row = rows.at(0);
  if (row === undefined) throw new Error(`project ${projectId} is gone`);
  return row.slug;
}

export async function finishExport(
  tx: Database,
  params: { readonly exportId: string; readonly manifest: ExportManifest },
): Promise<void> {
  await tx
    .update(exports)
    .set({
      state: "done",
      manifest: params.manifest,
      finishedAt: sql`now()`,
      sequenceMax: sql`(select coalesce(max(${judgments.sequence}), 0) from ${judgments}
        where ${judgments.projectId} = exports.project_id)`,
    })
    .where(eq(exports.id, params.exportId));
}

export async function failExport(
  db: Database,
  params: { readonly exportId: string; readonly fault: string },
): Promise<void> {
  await db
    .update(exports)
    .set({ state: "failed", fault: params.fault, finishedAt: sql`now()` })
    .where(and(eq(exports.id, params.exportId), eq(exports.state, "running")));
}

/** Newest version first; `before` is the last version already shown. */
export async function listExports(
  db: Database,
  params: { readonly projectId: string; readonly before: number | null; readonly limit: number },
) {
  const { projectId, before, limit } = params;
  const rows = await db
    .select({
      id: exports.id,
      version: exports.version,
      state: exports.state,
      options: exports.options,
      manifest: exports.manifest,
      fault: exports.fault,
      createdAt: exports.createdAt,
      finishedAt: exports.finishedAt,
    })
    .from(exports)
    .where(
      and(
        eq(exports.projectId, projectId),
        before === null ? undefined : lt(exports.version, before),
      ),
    )
    .orderBy(desc(exports.version))
    .limit(limit);
  return rows.map((row) => ({
    ...row,
    options: exportOptions.parse(row.options),
    manifest: row.manifest === null ? null : exportManifest.parse(row.manifest),
  }));
}

/** A file that is begun; its size and hash are known when it ends. */
export async function insertExportFile(
  tx: Database,
  params: { readonly exportId: string; readonly name: string },
): Promise<string> {
  const rows = await tx
    .insert(exportFiles)
    .values({ ...params, rows: 0, bytes: 0, sha256: "" })
    .returning({ id: exportFiles.id });
  const row = rows.at(0);
  if (row === undefined) throw new Error("insert returned no row");
  return row.id;
}

export async function insertExportChunk(
  tx: Database,
  values: typeof exportChunks.$inferInsert,
): Promise<void> {
  await tx.insert(exportChunks).values(values);
}

export async function finishExportFile(
  tx: Database,
  params: {
    readonly fileId: string;
    readonly rows: number;
    readonly bytes: number;
    readonly sha256: string;
  },
): Promise<void> {
  const { fileId, ...values } = params;
  await tx.update(exportFiles).set(values).where(eq(exportFiles.id, fileId));
}

/** A file of a finished export, by name. */
export async function findExportFile(
  db: Database,
  params: { readonly projectId: string; readonly exportId: string; readonly name: string },
) {
  const rows = await db
    .select({
      id: exportFiles.id,
      bytes: exportFiles.bytes,
      sha256: exportFiles.sha256,
      version: exports.version,
      slug: projects.slug,
    })
    .from(exportFiles)
    .innerJoin(exports, eq(exports.id, exportFiles.exportId))
    .innerJoin(projects, eq(projects.id, exports.projectId))
    .where(
      and(
        eq(exports.projectId, params.projectId),
        eq(exports.id, params.exportId),
        eq(exports.state, "done"),
        eq(exportFiles.name, params.name),
      ),
    );
  return rows.at(0) ?? null;
}

export async function findExportChunk(
  db: Database,
  params: { readonly fileId: string; readonly index: number },
): Promise<Uint8Array | null> {
  const rows = await db
    .select({ content: exportChunks.content })
    .from(exportChunks)
    .where(and(eq(exportChunks.fileId, params.fileId), eq(exportChunks.index, params.index)));
  return rows.at(0)?.content ?? null;
}
