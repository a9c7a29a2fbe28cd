import { bigint, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { importStateEnum } from "./enums.ts";
import { projects } from "./projects.ts";
import { users } from "./users.ts";

export const imports = pgTable("imports", {
  id: uuid("id").primaryKey().defaultRandom(),
  projectId: uuid("project_id")
    .notNull()
    .references(() => projects.id, { onDelete: "cascade" }),
  createdBy: uuid("created_by").references(() => users.id, { onDelete: "set null" }),
  fileName: text("file_name").notNull(),
  state: importStateEnum("state").notNull().default("running"),
  /** Bytes of the uploaded file; the total is null when the browser did not say. */
  bytesRead: bigint("bytes_read", { mode: "number" }).notNull().default(0),
  bytesTotal: bigint("bytes_total", { mode: "number" }),
  rowsRead: integer("rows_read").notNull().default(0),
  rowsRejected: integer("rows_rejected").notNull().default(0),
  rowsDuplicate: integer("rows_duplicate").notNull().default(0),
  promptsAdded: integer("prompts_added").notNull().default(0),
  completionsAdded: integer("completions_added").notNull().default(0),
  pairsAdded: integer("pairs_added").notNull().default(0),
  /** Of those, pairs that are never served, because there is nothing to choose between. */
  pairsDead: integer("pairs_dead").notNull().default(0),
  /** Why nothing was imported, in words for the manager. */
  fault: text("fault"),
  /** Renewed while it runs; an import whose process died is found by its age. */
  aliveAt: moment("alive_at").notNull().defaultNow(),
  createdAt: moment("created_at").notNull().defaultNow(),
  finishedAt: moment("finished_at"),
});

export const importRejections = pgTable(
  "import_rejections",
  {
    importId: uuid("import_id")
      .notNull()
      .references(() => imports.id, { onDelete: "cascade" }),
    /** Line of the file, from 1; for JSON arrays the index of the element, from 1. */
    line: integer("line").notNull(),
    reason: text("reason").notNull(),
    /** The first characters of the row, for finding it again. */
    excerpt: text("excerpt").notNull().default(""),
  },
  (table) => [
    primaryKey({ name: "import_rejections_pkey", columns: [table.importId, table.line] }),
  ],
);
