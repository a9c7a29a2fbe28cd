import {
  bigint,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import type { LearningProof } from "#server/contracts/learning-proof.ts";
import type {
  RescoringReport,
  RewardModelBasis,
  RewardModelMetrics,
} from "#server/contracts/reward-model.ts";
import { bytes, moment } from "./columns.ts";
import { projects } from "./projects.ts";
import { users } from "./users.ts";

/** One row per version, fitted or updated online; never changed once written. */
export const rewardModels = pgTable(
  "reward_models",
  {
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    version: integer("version").notNull(),
    state: bytes("state").notNull(),
    /** SHA-256 of `state`. */
    contentHash: text("content_hash").notNull(),
    /** Number of judgments it learned from, and the last one that it has seen. */
    trainedOn: integer("trained_on").notNull(),
    sequenceMax: bigint("sequence_max", { mode: "number" }).notNull(),
    metrics: jsonb("metrics").$type<RewardModelMetrics>().notNull(),
    /** What the columns of its features are; null for the built-in text features alone. */
    basis: jsonb("basis").$type<RewardModelBasis>(),
    /** The fitted version that this one was updated from online; null for a fit of its own. */
    updatedFrom: integer("updated_from"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ name: "reward_models_pkey", columns: [table.projectId, table.version] }),
  ],
);

/** What the choice of pairs was worth, as the worker found it at some fitted versions. */
export const learningProofs = pgTable(
  "learning_proofs",
  {
    projectId: uuid("project_id").notNull(),
    version: integer("version").notNull(),
    proof: jsonb("proof").$type<LearningProof>().notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ name: "learning_proofs_pkey", columns: [table.projectId, table.version] }),
    foreignKey({
      name: "learning_proofs_model_fkey",
      columns: [table.projectId, table.version],
      foreignColumns: [rewardModels.projectId, rewardModels.version],
    }).onDelete("cascade"),
  ],
);

/** Requests to see what ranking under another version would change; the worker answers them. */
export const rescorings = pgTable(
  "rescorings",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    projectId: uuid("project_id").notNull(),
    version: integer("version").notNull(),
    requestedBy: uuid("requested_by").references(() => users.id, { onDelete: "set null" }),
    report: jsonb("report").$type<RescoringReport>(),
    /** Why there is no report, in words. */
    fault: text("fault"),
    createdAt: moment("created_at").notNull().defaultNow(),
    finishedAt: moment("finished_at"),
  },
  (table) => [
    foreignKey({
      name: "rescorings_model_fkey",
      columns: [table.projectId, table.version],
      foreignColumns: [rewardModels.projectId, rewardModels.version],
    }).onDelete("cascade"),
    index("rescorings_project_index").on(table.projectId, table.createdAt),
  ],
);
