import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, inject } from "vitest";
import { connectDatabase, type Database } from "#db/client.ts";
import { templateName } from "./template-name.ts";

export type TestDatabase = { readonly db: Database; readonly url: string };

/**
 * Gives the calling test file a migrated, empty database of its own, dropped after its last test:
 * `const { db } = await openTestDatabase();` at the top of the file.
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const maintenanceUrl = inject("maintenanceUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await runMaintenance(
    maintenanceUrl,
    (sql) => sql`create database ${sql(name)} template ${sql(templateName)}`,
  );
  const url = new URL(maintenanceUrl);
  url.pathname = name;
  const connection = connectDatabase(url.href);
  afterAll(async () => {
    await connection.close();
    await runMaintenance(maintenanceUrl, (sql) => sql`drop database ${sql(name)} with (force)`);
  });
  return { db: connection.db, url: url.href };
}

async function runMaintenance(
  maintenanceUrl: string,
  statement: (sql: postgres.Sql) => Promise<unknown>,
): Promise<void> {
  const sql = postgres(maintenanceUrl, { max: 1 });
  try {
    await statement(sql);
  } finally {
    await sql.end();
  }
}
