import { sql } from "drizzle-orm";
import { boolean, check, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { Preferences } from "#server/contracts/preferences.ts";
import { moment } from "./columns.ts";

export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    email: text("email").notNull().unique("users_email_unique"),
    /** Null until a provider that verifies addresses has vouched for this one. */
    emailVerifiedAt: moment("email_verified_at"),
    name: text("name").notNull(),
    /** Shown on boards in place of the name when set. */
    alias: text("alias"),
    passwordHash: text("password_hash"),
    isAdministrator: boolean("is_administrator").notNull().default(false),
    /** Only what differs from the defaults; read through the contract. */
    preferences: jsonb("preferences").$type<Partial<Preferences>>().notNull().default({}),
    deactivatedAt: moment("deactivated_at"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [check("users_email_lowercase", sql`${table.email} = lower(${table.email})`)],
);

/** A sign-in identity at an outside provider; several may belong to one user. */
export const identities = pgTable(
  "identities",
  {
    provider: text("provider").notNull(),
    subject: text("subject").notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ name: "identities_pkey", columns: [table.provider, table.subject] })],
);
