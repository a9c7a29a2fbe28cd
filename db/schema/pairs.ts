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
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { completions } from "./completions.ts";
import { pairStatusEnum, sliceEnum } from "./enums.ts";
import { projects } from "./projects.ts";
import { prompts } from "./prompts.ts";

export const pairs = pgTable(
  "pairs",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    promptId: bigint("prompt_id", { mode: "number" })
      .notNull()
      .references(() => prompts.id, { onDelete: "cascade" }),
    firstId: bigint("first_id", { mode: "number" })
      .notNull()
      .references(() => completions.id, { onDelete: "cascade" }),
    secondId: bigint("second_id", { mode: "number" })
      .notNull()
      .references(() => completions.id, { onDelete: "cascade" }),
    slice: sliceEnum("slice").notNull(),
    targetJudgments: integer("target_judgments").notNull(),
    /** Target less live leases less current judgments; a pair is served while it is above zero. */
    openSlots: integer("open_slots").notNull(),
    status: pairStatusEnum("status").notNull().default("open"),
    deadReason: text("dead_reason"),
    /** Which side the imported file preferred, where it came with a preference. */
    importedPreference: text("imported_preference", { enum: ["first", "second"] }),
    /** Kept by a trigger: whether the pair has a row in `gold`, and so is served as nothing else. */
    isGold: boolean("is_gold").notNull().default(false),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    unique("pairs_completions_unique").on(table.firstId, table.secondId),
    check("pairs_canonical_order", sql`${table.firstId} < ${table.secondId}`),
    check(
      "pairs_open_slots_bounds",
      sql`${table.openSlots} between 0 and ${table.targetJudgments}`,
    ),
    index("pairs_prompt_index").on(table.promptId),
    index("pairs_servable_index")
      .on(table.projectId, table.slice, table.id)
      .where(sql`status = 'open' and open_slots > 0 and not is_gold`),
  ],
);

/**
 * How many pairs of a slice can be served, as changes to add up: a trigger writes one row for each
 * statement that opens or closes pairs, so that writers never wait for one another, and the worker
 * folds them. The ids bound those of the pairs.
 */
export const openPairTallies = pgTable(
  "open_pair_tallies",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    slice: sliceEnum("slice").notNull(),
    change: integer("change").notNull(),
    idMin: bigint("id_min", { mode: "number" }).notNull(),
    idMax: bigint("id_max", { mode: "number" }).notNull(),
  },
  (table) => [index("open_pair_tallies_project_index").on(table.projectId)],
);

/**
 * The pairs that the active arm may serve now, one a prompt; replaced whole at every ranking. A
 * trigger refuses pairs of the hold-out slice and gold.
 */
export const queueEntries = pgTable(
  "queue_entries",
  {
    pairId: bigint("pair_id", { mode: "number" })
      .primaryKey()
      .references(() => pairs.id, { onDelete: "cascade" }),
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    promptId: bigint("prompt_id", { mode: "number" }).notNull(),
    /** Weight of the pair times the chance that it was weighed at all, as part of `promptWeight`. */
    weight: doublePrecision("weight").notNull(),
    /** What the prompt is drawn in proportion to: the sum of the weights of its pairs. */
    promptWeight: doublePrecision("prompt_weight").notNull(),
    /** Predicted probability that the first completion wins. */
    pFirst: doublePrecision("p_first").notNull(),
    /** Mutual information between the verdict and the model, in nats: what can be learned. */
    epistemic: doublePrecision("epistemic").notNull(),
    /** Expected entropy of the verdict given the model, in nats: what cannot. */
    aleatoric: doublePrecision("aleatoric").notNull(),
    policy: text("policy").notNull(),
    modelVersion: integer("model_version").notNull(),
  },
  (table) => [index("queue_entries_project_index").on(table.projectId)],
);
