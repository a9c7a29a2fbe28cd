import {
  boolean,
  foreignKey,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import type {
  JudgmentForm,
  QualificationSettings,
  SelectionPolicy,
} from "#server/contracts/project-settings.ts";
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
  qualification: jsonb("qualification")
    .$type<Partial<QualificationSettings>>()
    .notNull()
    .default({}),
  /** The version of the reward model that ranks pairs; null follows the newest. */
  liveModelVersion: integer("live_model_version"),
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

/** Who has read which version; asked once a version. */
export const guidelineAcknowledgements = pgTable(
  "guideline_acknowledgements",
  {
    projectId: uuid("project_id").notNull(),
    version: integer("version").notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({
      name: "guideline_acknowledgements_pkey",
      columns: [table.projectId, table.version, table.userId],
    }),
    foreignKey({
      name: "guideline_acknowledgements_guidelines_fkey",
      columns: [table.projectId, table.version],
      foreignColumns: [guidelines.projectId, guidelines.version],
    }).onDelete("cascade"),
  ],
);
