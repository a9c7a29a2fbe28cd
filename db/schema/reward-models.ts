import { bigint, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { RewardModelBasis, RewardModelMetrics } from "#server/contracts/reward-model.ts";
import { bytes, moment } from "./columns.ts";
import { projects } from "./projects.ts";

/** One row per fitted version; never changed once written. */
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
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ name: "reward_models_pkey", columns: [table.projectId, table.version] }),
  ],
);
