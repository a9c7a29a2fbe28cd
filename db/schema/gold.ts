import {
  bigint,
  boolean,
  index,
  integer,
  pgTable,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { goldUseEnum, verdictEnum } from "./enums.ts";
import { pairs } from "./pairs.ts";
import { projects } from "./projects.ts";
import { users } from "./users.ts";

/** Pairs whose answer is known. No other arm than gold serves them, and no model learns from them. */
export const gold = pgTable(
  "gold",
  {
    pairId: bigint("pair_id", { mode: "number" })
      .primaryKey()
      .references(() => pairs.id, { onDelete: "cascade" }),
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    verdict: verdictEnum("verdict").notNull(),
    /** Least strength that counts as right; null takes any. */
    strengthMin: smallint("strength_min"),
    explanation: text("explanation").notNull().default(""),
    use: goldUseEnum("use").notNull().default("work"),
    /** So plain that only somebody who does not read gets it wrong. */
    isTrap: boolean("is_trap").notNull().default(false),
    createdBy: uuid("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [index("gold_project_index").on(table.projectId, table.use)],
);

/** Answers of the quiz: practice, so they are not judgments. */
export const quizAnswers = pgTable(
  "quiz_answers",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    pairId: bigint("pair_id", { mode: "number" })
      .notNull()
      .references(() => pairs.id, { onDelete: "cascade" }),
    attempt: integer("attempt").notNull(),
    verdict: verdictEnum("verdict").notNull(),
    isRight: boolean("is_right").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    unique("quiz_answers_attempt_unique").on(
      table.projectId,
      table.userId,
      table.pairId,
      table.attempt,
    ),
  ],
);
