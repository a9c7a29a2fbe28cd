import { bigint, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { judgments } from "./judgments.ts";
import { projects } from "./projects.ts";
import { users } from "./users.ts";

/** The ledger of points, append-only: a withdrawn judgment is answered by a negative event. */
export const pointEvents = pgTable(
  "point_events",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    judgmentId: uuid("judgment_id")
      .notNull()
      .references(() => judgments.id, { onDelete: "cascade" }),
    reason: text("reason", { enum: ["judged", "withdrawn"] }).notNull(),
    points: integer("points").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    unique("point_events_judgment_unique").on(table.judgmentId, table.reason),
    index("point_events_board_index").on(table.projectId, table.createdAt),
  ],
);
