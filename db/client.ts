import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";

/** A database or a transaction in it: what every query takes. */
export type Database = PostgresJsDatabase;

export type DatabaseConnection = { readonly db: Database; close(): Promise<void> };

/** Opens a pool of at most `connectionsMax` connections; nothing is sent before the first query. */
export function connectDatabase(url: string, connectionsMax = 10): DatabaseConnection {
  const client = postgres(url, {
    max: connectionsMax,
    connect_timeout: 10,
    idle_timeout: 60,
    onnotice: () => {},
  });
  return { db: drizzle(client), close: () => client.end({ timeout: 5 }) };
}
