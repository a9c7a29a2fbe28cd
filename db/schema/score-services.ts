import { integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { projects } from "./projects.ts";

/** The outside score service of a project; without a row the embedded model stands alone. */
export const scoreServices = pgTable(
  "score_services",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    /** Parsed by the contract on the way out; holds no secret. */
    config: jsonb("config").$type<unknown>().notNull(),
    /** Bearer tokens, encrypted with a key derived from the installation's secret. */
    sealedTokens: text("sealed_tokens"),
    /** The version that answered last; scores of different versions are never mixed. */
    modelVersion: text("model_version"),
    scale: text("scale"),
    /** Rewards of fixed texts under that version, by which a server that tells none is recognised. */
    fingerprint: jsonb("fingerprint").$type<readonly number[]>().notNull().default([]),
    /** What the probe found at registration. */
    probe: jsonb("probe").$type<unknown>(),
    /** Set while the service fails, with what it did wrong, in words. */
    failingSince: moment("failing_since"),
    fault: text("fault"),
    /** Failures in a row, and when it is asked again; shared by all workers. */
    failures: integer("failures").notNull().default(0),
    retryAt: moment("retry_at"),
    answeredAt: moment("answered_at"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [unique("score_services_project_unique").on(table.projectId)],
);
