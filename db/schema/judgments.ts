import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { JudgmentTimings } from "#server/contracts/judgment.ts";
import { assignments } from "./assignments.ts";
import { moment } from "./columns.ts";
import { completions } from "./completions.ts";
import { safetyBinEnum, verdictEnum } from "./enums.ts";
import { pairs } from "./pairs.ts";
import { projects } from "./projects.ts";
import { users } from "./users.ts";

/**
 * Append-only: a trigger lets only `withdrawn_at` and `superseded_by` be set, each once. A judgment
 * is current while both are null.
 */
export const judgments = pgTable(
  "judgments",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** Order of arrival; an export or a model names the last one that it has seen. */
    sequence: bigint("sequence", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    assignmentId: uuid("assignment_id")
      .notNull()
      .references(() => assignments.id, { onDelete: "cascade" }),
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    pairId: bigint("pair_id", { mode: "number" })
      .notNull()
      .references(() => pairs.id, { onDelete: "cascade" }),
    annotatorId: uuid("annotator_id")
      .notNull()
      .references(() => users.id),
    repeatIndex: integer("repeat_index").notNull().default(0),
    verdict: verdictEnum("verdict").notNull(),
    /** 1…levels for a decisive verdict, null otherwise and where only the side was asked. */
    strength: smallint("strength"),
    /** How many levels the form had; without it a strength cannot be compared. */
    strengthLevels: smallint("strength_levels"),
    /** Flags by `first` and `second`; null is unanswered. */
    flags: jsonb("flags").$type<Record<string, string[]>>(),
    safety: safetyBinEnum("safety"),
    /** Grades from 0 to 4 by `first` and `second`; what is missing is unanswered. */
    attributes: jsonb("attributes").$type<Record<string, Record<string, number>>>(),
    reasons: text("reasons").array(),
    rationale: text("rationale"),
    /** The completion that the annotator made of the better response. */
    editId: bigint("edit_id", { mode: "number" }).references(() => completions.id),
    timings: jsonb("timings").$type<JudgmentTimings>(),
    idempotencyKey: uuid("idempotency_key").notNull(),
    /** The lease had expired when it arrived; it is kept, even above the target. */
    isLate: boolean("is_late").notNull().default(false),
    createdAt: moment("created_at").notNull().defaultNow(),
    withdrawnAt: moment("withdrawn_at"),
    supersededBy: uuid("superseded_by"),
  },
  (table) => [
    foreignKey({
      name: "judgments_superseded_by_fkey",
      columns: [table.supersededBy],
      foreignColumns: [table.id],
    }),
    unique("judgments_sequence_unique").on(table.sequence),
    unique("judgments_idempotency_unique").on(table.annotatorId, table.idempotencyKey),
    uniqueIndex("judgments_current_unique")
      .on(table.annotatorId, table.pairId, table.repeatIndex)
      .where(sql`superseded_by is null and withdrawn_at is null`),
    uniqueIndex("judgments_assignment_unique")
      .on(table.assignmentId)
      .where(sql`superseded_by is null and withdrawn_at is null`),
    check(
      "judgments_strength_decisive",
      sql`${table.strength} is null or (${table.strength} between 1 and 4 and ${table.verdict} in ('first', 'second'))`,
    ),
    index("judgments_pair_index").on(table.pairId),
    index("judgments_project_index").on(table.projectId, table.sequence),
    index("judgments_annotator_index").on(table.projectId, table.annotatorId, table.sequence),
  ],
);
