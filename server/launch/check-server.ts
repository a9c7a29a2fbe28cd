import postgres from "postgres";
import { diskFull, StartFault } from "#db/embedded/start-fault.ts";

const majorMin = 15;

/**
 * Makes sure that the server of DATABASE_URL can be used.
 * @throws StartFault with a sentence for each of the ways in which it cannot.
 */
export async function checkServer(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    const [row] = await sql<{ version: number }[]>`
      select current_setting('server_version_num')::int / 10000 as version`;
    if (row === undefined || row.version < majorMin) {
      throw new StartFault(
        `The server at ${placeOf(url)} is PostgreSQL ${row?.version} and Tiebreak needs ${majorMin} or newer: upgrade it, or leave DATABASE_URL out to use the PostgreSQL that comes with Tiebreak.`,
      );
    }
  } catch (error) {
    throw explainDatabaseError(error, url);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Turns what the driver and the server say into a sentence; what has none comes back unchanged. */
export function explainDatabaseError(error: unknown, url: string): unknown {
  if (error instanceof StartFault || !(error instanceof Error)) {
    return error;
  }
  // The query builder wraps what the driver says.
  const code = "code" in error ? String(error.code) : "";
  if (code === "" && error.cause !== undefined) {
    const explained = explainDatabaseError(error.cause, url);
    return explained === error.cause ? error : explained;
  }
  const sentence = sentences(url)[code];
  if (sentence !== undefined) {
    return new StartFault(sentence, { cause: error });
  }
  if (code === "53100") {
    return diskFull(`the database at ${placeOf(url)}`, error);
  }
  if (unreachable.has(code)) {
    return new StartFault(
      `No PostgreSQL server answers at ${placeOf(url)} (${code}): start it, or correct DATABASE_URL.`,
      { cause: error },
    );
  }
  return error;
}

const unreachable = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "57P03",
]);

function sentences(url: string): Readonly<Record<string, string>> {
  const { username } = new URL(url);
  const database = new URL(url).pathname.slice(1);
  const place = placeOf(url);
  const refusal = `The server at ${place} does not let user ${decodeURIComponent(username)} in: correct the user or the password in DATABASE_URL.`;
  return {
    "28P01": refusal,
    "28000": refusal,
    "3D000": `The server at ${place} has no database ${database}: create it (createdb ${database}), or correct DATABASE_URL.`,
    "42501": `User ${decodeURIComponent(username)} may not create tables in database ${database} at ${place}: make it the owner of that database (alter database … owner to …).`,
    "25006": `The database ${database} at ${place} is read-only: point DATABASE_URL at the primary server.`,
    "53300": `The server at ${place} has no connection left: raise its max_connections, or stop what else uses it.`,
  };
}

/** Host and port only: a URL with its password belongs in no message. */
function placeOf(url: string): string {
  const { host } = new URL(url);
  return host === "" ? "the local socket" : host;
}
