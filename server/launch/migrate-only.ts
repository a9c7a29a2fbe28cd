import { migrateDatabase } from "#db/migrate.ts";
import { explainDatabaseError } from "./check-server.ts";
import { openDatabase } from "./open-database.ts";
import { listenForStop } from "./stop-request.ts";

/** Brings the schema up to date and ends. */
export async function migrateOnly(): Promise<void> {
  // A signal must not end this process while a server that it started is running.
  listenForStop();
  const database = await openDatabase({ mayJoin: true });
  try {
    await migrateDatabase(database.url);
    console.log("The database is up to date.");
  } catch (error) {
    throw explainDatabaseError(error, database.url);
  } finally {
    await database.stop();
  }
}
