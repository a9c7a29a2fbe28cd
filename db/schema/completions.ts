import {
  bigint,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, moment } from "./columns.ts";
import { projects } from "./projects.ts";
import { prompts } from "./prompts.ts";
import { scoreServices } from "./score-services.ts";
import { users } from "./users.ts";

/** A compared checkpoint. Annotators never see its name. */
export const models = pgTable(
  "models",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [unique("models_name_unique").on(table.projectId, table.name)],
);

export const completions = pgTable(
  "completions",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    promptId: bigint("prompt_id", { mode: "number" })
      .notNull()
      .references(() => prompts.id, { onDelete: "cascade" }),
    modelId: bigint("model_id", { mode: "number" })
      .notNull()
      .references(() => models.id, { onDelete: "cascade" }),
    text: text("text").notNull(),
    contentHash: text("content_hash").notNull(),
    /** What is known of how it was sampled: temperature, seed, finish reason and the like. */
    generation: jsonb("generation").$type<Record<string, unknown>>(),
    /** The completion that an annotator improved to get this one; null for imported texts. */
    editOf: bigint("edit_of", { mode: "number" }),
    editedBy: uuid("edited_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    foreignKey({
      name: "completions_edit_of_fkey",
      columns: [table.editOf],
      foreignColumns: [table.id],
    }).onDelete("cascade"),
    unique("completions_content_unique").on(table.promptId, table.modelId, table.contentHash),
    index("completions_model_index").on(table.modelId),
  ],
);

/** Features are a pure function of prompt and text, so they are computed once per version. */
export const completionFeatures = pgTable(
  "completion_features",
  {
    completionId: bigint("completion_id", { mode: "number" })
      .notNull()
      .references(() => completions.id, { onDelete: "cascade" }),
    featureVersion: integer("feature_version").notNull(),
    /** Little-endian 32-bit floats. */
    features: bytes("features").notNull(),
  },
  (table) => [
    primaryKey({
      name: "completion_features_pkey",
      columns: [table.completionId, table.featureVersion],
    }),
  ],
);

/** What an outside score service said of a completion, under the version that said it. */
export const completionScores = pgTable(
  "completion_scores",
  {
    completionId: bigint("completion_id", { mode: "number" })
      .notNull()
      .references(() => completions.id, { onDelete: "cascade" }),
    serviceId: uuid("service_id")
      .notNull()
      .references(() => scoreServices.id, { onDelete: "cascade" }),
    modelVersion: text("model_version").notNull(),
    /** Null where the service gives embeddings only, or could not score this text. */
    mean: doublePrecision("mean"),
    deviation: doublePrecision("deviation"),
    /** Rewards of the ensemble's members in fixed order; little-endian 32-bit floats. */
    members: bytes("members"),
    /** Little-endian 32-bit floats. */
    embedding: bytes("embedding"),
    /** Why this one completion could not be scored. */
    fault: text("fault"),
    /** How often it was asked for; more than once only after faults that might pass. */
    tries: integer("tries").notNull().default(1),
    /** When a fault that may pass is asked for again; null for what stays as it is. */
    retryAt: moment("retry_at"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({
      name: "completion_scores_pkey",
      columns: [table.completionId, table.serviceId, table.modelVersion],
    }),
    index("completion_scores_version_index").on(table.serviceId, table.modelVersion),
  ],
);
