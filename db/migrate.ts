import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/** Any number will do, as long as nothing else in the product's database locks it. */
const migrationLock = 7_315_002;

const migrationsFolder = path.join(import.meta.dirname, "..", "drizzle");

/** Brings the schema up to date. Processes that start at the same time wait for the first of them. */
export async function migrateDatabase(url: string): Promise<void> {
  // One connection, because the lock belongs to the session that took it and ends with it.
  const client = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    await client`select pg_advisory_lock(${migrationLock})`;
    await migrate(drizzle(client), { migrationsFolder });
  } finally {
    await client.end({ timeout: 5 });
  }
}
