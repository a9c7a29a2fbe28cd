import {
  bigint,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import type { ExportManifest, ExportOptions } from "#server/contracts/export.ts";
import { bytes, moment } from "./columns.ts";
import { exportStateEnum } from "./enums.ts";
import { projects } from "./projects.ts";
import { users } from "./users.ts";

/** An immutable snapshot of a project's judgments up to `sequence_max`. */
export const exports = pgTable(
  "exports",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    version: integer("version").notNull(),
    options: jsonb("options").$type<ExportOptions>().notNull(),
    state: exportStateEnum("state").notNull().default("running"),
    sequenceMax: bigint("sequence_max", { mode: "number" }).notNull(),
    manifest: jsonb("manifest").$type<ExportManifest>(),
    fault: text("fault"),
    createdBy: uuid("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: moment("created_at").notNull().defaultNow(),
    finishedAt: moment("finished_at"),
  },
  (table) => [unique("exports_version_unique").on(table.projectId, table.version)],
);

export const exportFiles = pgTable(
  "export_files",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    exportId: uuid("export_id")
      .notNull()
      .references(() => exports.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    rows: integer("rows").notNull(),
    bytes: bigint("bytes", { mode: "number" }).notNull(),
    sha256: text("sha256").notNull(),
  },
  (table) => [unique("export_files_name_unique").on(table.exportId, table.name)],
);

/** File contents in pieces, so that any web process can stream them with flat memory. */
export const exportChunks = pgTable(
  "export_chunks",
  {
    fileId: uuid("file_id")
      .notNull()
      .references(() => exportFiles.id, { onDelete: "cascade" }),
    index: integer("index").notNull(),
    content: bytes("content").notNull(),
  },
  (table) => [primaryKey({ name: "export_chunks_pkey", columns: [table.fileId, table.index] })],
);
