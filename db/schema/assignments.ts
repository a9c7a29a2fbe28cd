import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { armEnum, assignmentStateEnum, skipReasonEnum } from "./enums.ts";
import { pairs } from "./pairs.ts";
import { projects } from "./projects.ts";
import { rankings } from "./rankings.ts";
import { users } from "./users.ts";

export const assignments = pgTable(
  "assignments",
  {
    id: uuid("id").primaryKey().defaultRandom(),
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
    leftIsFirst: boolean("left_is_first").notNull(),
    /** The ranking of several responses that this pair is a part of. */
    rankingId: uuid("ranking_id").references(() => rankings.id, { onDelete: "cascade" }),
    arm: armEnum("arm").notNull(),
    /** The rule that chose within the arm, for example `uniform`. */
    policy: text("policy").notNull(),
    /** Probability that this arm was chosen, given the arms that had anything to serve. */
    armShare: doublePrecision("arm_share").notNull(),
    /** Probability that this pair was served through this arm: arm share times choice within it. */
    propensity: doublePrecision("propensity").notNull(),
    modelVersion: integer("model_version"),
    guidelineVersion: integer("guideline_version").notNull(),
    state: assignmentStateEnum("state").notNull().default("leased"),
    skipReason: skipReasonEnum("skip_reason"),
    leasedUntil: moment("leased_until").notNull(),
    /** The wall clock, not the start of the transaction, so that leases taken together keep their order. */
    createdAt: moment("created_at").notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    uniqueIndex("assignments_live_unique")
      .on(table.annotatorId, table.pairId, table.repeatIndex)
      .where(sql`state in ('leased', 'judged', 'skipped')`),
    check(
      "assignments_propensity_bounds",
      sql`${table.propensity} > 0 and ${table.propensity} <= 1`,
    ),
    index("assignments_ranking_index").on(table.rankingId).where(sql`ranking_id is not null`),
    index("assignments_pair_index").on(table.pairId),
    index("assignments_lease_index").on(table.leasedUntil).where(sql`state = 'leased'`),
    index("assignments_annotator_index").on(table.annotatorId, table.projectId, table.state),
  ],
);
