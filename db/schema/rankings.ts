import { bigint, jsonb, pgTable, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { projects } from "./projects.ts";
import { prompts } from "./prompts.ts";
import { users } from "./users.ts";

/** Several responses of one prompt, put in order by one annotator; each of its pairs is leased with it. */
export const rankings = pgTable("rankings", {
  id: uuid("id").primaryKey().defaultRandom(),
  projectId: uuid("project_id")
    .notNull()
    .references(() => projects.id, { onDelete: "cascade" }),
  promptId: bigint("prompt_id", { mode: "number" })
    .notNull()
    .references(() => prompts.id, { onDelete: "cascade" }),
  annotatorId: uuid("annotator_id")
    .notNull()
    .references(() => users.id),
  /** In the order of the screen, which is random. */
  completionIds: bigint("completion_ids", { mode: "number" }).array().notNull(),
  /** Tiers of completions, best first; null until it is judged. */
  tiers: jsonb("tiers").$type<number[][]>(),
  createdAt: moment("created_at").notNull().defaultNow(),
});
