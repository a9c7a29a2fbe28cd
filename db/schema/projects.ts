import { boolean, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { JudgmentForm, SelectionPolicy } from "#server/contracts/project-settings.ts";
import { moment } from "./columns.ts";
import { projectStatusEnum } from "./enums.ts";
import { users } from "./users.ts";

export const projects = pgTable("projects", {
  id: uuid("id").primaryKey().defaultRandom(),
  slug: text("slug").notNull().unique("projects_slug_unique"),
  name: text("name").notNull(),
  description: text("description").notNull().default(""),
  form: jsonb("form").$type<JudgmentForm>().notNull(),
  policy: jsonb("policy").$type<SelectionPolicy>().notNull(),
  guidelinesVersion: integer("guidelines_version").notNull().default(1),
  status: projectStatusEnum("status").notNull().default("open"),
  isDemo: boolean("is_demo").notNull().default(false),
  createdBy: uuid("created_by").references(() => users.id, { onDelete: "set null" }),
  createdAt: moment("created_at").notNull().defaultNow(),
});

export const guidelines = pgTable(
  "guidelines",
  {
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    version: integer("version").notNull(),
    markdown: text("markdown").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ name: "guidelines_pkey", columns: [table.projectId, table.version] })],
);
