import { startEmbeddedPostgres } from "#db/embedded/start-embedded-postgres.ts";
import { AlreadyRunning, StartFault } from "#db/embedded/start-fault.ts";
import { readEnvironment } from "#server/env.ts";
import { checkServer } from "./check-server.ts";
import { dataFolder } from "./folders.ts";
import { readRuntime } from "./runtime-file.ts";

export type OpenDatabase = {
  readonly url: string;
  /** Settles when a server of our own ended and could not be brought back. */
  readonly failed: Promise<StartFault>;
  /** Stops a server of our own; leaves every other one alone. */
  readonly stop: () => Promise<void>;
};

/**
 * The server of DATABASE_URL, or without it one of our own. A command that only needs a database
 * joins the server that a running product has started.
 */
export async function openDatabase(request: { readonly mayJoin: boolean }): Promise<OpenDatabase> {
  const given = readEnvironment().DATABASE_URL;
  if (given !== undefined) {
    await checkServer(given);
    return borrow(given);
  }
  const running = request.mayJoin ? await findRunning() : null;
  if (running !== null) {
    return borrow(running);
  }
  try {
    return await startEmbeddedPostgres({
      dataFolder: dataFolder(),
      isDurable: true,
      onNotice: (sentence) => console.error(sentence),
    });
  } catch (error) {
    throw error instanceof AlreadyRunning ? await sayWhere(error) : error;
  }
}

function borrow(url: string): OpenDatabase {
  return { url, failed: new Promise(() => undefined), stop: async () => undefined };
}

async function findRunning(): Promise<string | null> {
  const runtime = await readRuntime();
  if (runtime === null) {
    return null;
  }
  try {
    await checkServer(runtime.databaseUrl);
    return runtime.databaseUrl;
  } catch (error) {
    if (error instanceof StartFault) {
      // A product that was killed leaves its file behind; its server is gone, so one is started.
      return null;
    }
    throw error;
  }
}

async function sayWhere(fault: AlreadyRunning): Promise<StartFault> {
  const runtime = await readRuntime();
  if (runtime?.url === undefined) {
    return fault;
  }
  return new StartFault(
    `Tiebreak is already running in this folder at ${runtime.url} (process ${runtime.pid}): open that, or stop it first.`,
    { cause: fault },
  );
}
