import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "#db/embedded/start-embedded-postgres.ts";
import { migrateDatabase } from "#db/migrate.ts";
import { templateName } from "./template-name.ts";

declare module "vitest" {
  export interface ProvidedContext {
    maintenanceUrl: string;
  }
}

/** Starts one PostgreSQL for the run, with a migrated database that each test file gets a copy of. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), "tiebreak-test-"));
  const server = await startEmbeddedPostgres({
    dataFolder,
    isDurable: false,
    onNotice: (sentence) => process.stderr.write(`${sentence}\n`),
  });
  async function teardown(): Promise<void> {
    await server.stop();
    await rm(server.folder, { recursive: true, force: true });
    await rm(dataFolder, { recursive: true, force: true });
  }
  try {
    await makeTemplate(server.maintenanceUrl);
  } catch (error) {
    await teardown();
    throw error;
  }
  project.provide("maintenanceUrl", server.maintenanceUrl);
  return teardown;
}

async function makeTemplate(maintenanceUrl: string): Promise<void> {
  const sql = postgres(maintenanceUrl, { max: 1 });
  try {
    await sql`create database ${sql(templateName)}`;
    const url = new URL(maintenanceUrl);
    url.pathname = templateName;
    await migrateDatabase(url.href);
    await sql`alter database ${sql(templateName)} with is_template true allow_connections false`;
  } finally {
    await sql.end();
  }
}
