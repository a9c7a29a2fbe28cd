import { connectDatabase } from "#db/client.ts";
import { migrateDatabase } from "#db/migrate.ts";
import {
  hasAdministratorSignedIn,
  issueAdministratorLink,
} from "#server/services/issue-administrator-link.ts";
import { seedDemo } from "#server/services/seed-demo.ts";
import { explainDatabaseError } from "./check-server.ts";

/** Brings the schema up to date and, the first time, adds the demo project. */
export async function prepareDatabase(url: string): Promise<void> {
  const connection = connectDatabase(url, 2);
  try {
    await migrateDatabase(url);
    await seedDemo(connection.db);
  } catch (error) {
    throw explainDatabaseError(error, url);
  } finally {
    await connection.close();
  }
}

/** A link is made while nobody has used one, or when it is asked for; otherwise `null`. */
export async function findSignInLink(request: {
  readonly url: string;
  readonly origin: string;
  readonly isLinkWanted: boolean;
}): Promise<string | null> {
  const { url, origin, isLinkWanted } = request;
  const connection = connectDatabase(url, 2);
  try {
    if (!isLinkWanted && (await hasAdministratorSignedIn(connection.db))) {
      return null;
    }
    return await issueAdministratorLink(connection.db, { origin });
  } finally {
    await connection.close();
  }
}
