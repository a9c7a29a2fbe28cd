import { bigint, index, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import type { Message } from "#server/contracts/message.ts";
import { moment } from "./columns.ts";
import { sliceEnum } from "./enums.ts";
import { projects } from "./projects.ts";

export const prompts = pgTable(
  "prompts",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    sourceId: text("source_id"),
    messages: jsonb("messages").$type<Message[]>().notNull(),
    category: text("category"),
    language: text("language"),
    tags: text("tags").array().notNull().default([]),
    /** SHA-256 of the NFC-normalised conversation; the same prompt twice is one prompt. */
    contentHash: text("content_hash").notNull(),
    /** Decided by the content hash, so that an import in another order gives the same split. */
    slice: sliceEnum("slice").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    unique("prompts_content_unique").on(table.projectId, table.contentHash),
    index("prompts_slice_index").on(table.projectId, table.slice),
  ],
);
