import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { roleEnum } from "./enums.ts";
import { projects } from "./projects.ts";
import { users } from "./users.ts";

export const memberships = pgTable(
  "memberships",
  {
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: roleEnum("role").notNull(),
    /** When the quiz was passed; null before, and where none is required. */
    qualifiedAt: moment("qualified_at"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ name: "memberships_pkey", columns: [table.projectId, table.userId] }),
    index("memberships_user_index").on(table.userId),
  ],
);

/** A link that makes whoever accepts it a member; only the hash of the token is kept. */
export const invites = pgTable(
  "invites",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    tokenHash: text("token_hash").notNull().unique("invites_token_hash_unique"),
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    role: roleEnum("role").notNull(),
    label: text("label").notNull().default(""),
    usesMax: integer("uses_max").notNull().default(1),
    uses: integer("uses").notNull().default(0),
    expiresAt: moment("expires_at"),
    revokedAt: moment("revoked_at"),
    createdBy: uuid("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    check("invites_uses_capped", sql`${table.uses} between 0 and ${table.usesMax}`),
    index("invites_project_index").on(table.projectId),
  ],
);
