import path from "node:path";
import postgres from "postgres";
import { prepareBinaries } from "./binaries.ts";
import { bringUp, type Cluster, dataOf, urlOf } from "./bring-up.ts";
import { ensureClusterFiles } from "./cluster-files.ts";
import { chooseIdentity } from "./identity.ts";
import { placeCluster, readPlacement } from "./placement.ts";
import { diskFull } from "./start-fault.ts";
import { type Supervision, supervise } from "./supervise.ts";

export type EmbeddedPostgresRequest = {
  /** Holds the password and, where the database user can reach it, the cluster. */
  readonly dataFolder: string;
  /** Switched off by tests only: a cluster that is not durable may be lost with the power. */
  readonly isDurable: boolean;
  /** Says what happens to the server while it runs, for example that it ended and starts again. */
  readonly onNotice: (sentence: string) => void;
};

export type EmbeddedPostgres = Supervision & {
  /** The URL of the product's own database. It stays the same while this object lives. */
  readonly url: string;
  /** The URL of the maintenance database, from which other databases are made. */
  readonly maintenanceUrl: string;
  /** Where the cluster's files are. */
  readonly folder: string;
};

const databaseName = "tiebreak";

/**
 * Starts PostgreSQL on the files of a data folder, makes them first when there are none, and keeps
 * it running until `stop`. What an earlier, killed start left behind is cleared away.
 *
 * @throws StartFault when another start runs on the same folder, or the system refuses.
 */
export async function startEmbeddedPostgres(
  request: EmbeddedPostgresRequest,
): Promise<EmbeddedPostgres> {
  const cluster = await prepareCluster(path.resolve(request.dataFolder));
  const running = await bringUp({ ...cluster, isDurable: request.isDurable, port: null });
  try {
    await ensureDatabase(urlOf(running, "postgres"));
  } catch (error) {
    await running.server.stop();
    const isDiskFull = error instanceof Error && "code" in error && error.code === "53100";
    throw isDiskFull ? diskFull(running.placement.folder, error) : error;
  }
  return {
    url: urlOf(running, databaseName),
    maintenanceUrl: urlOf(running, "postgres"),
    folder: running.placement.folder,
    ...supervise(running, request.onNotice),
  };
}

async function prepareCluster(dataFolder: string): Promise<Cluster> {
  const existing = await readPlacement(dataFolder);
  const identity = await chooseIdentity(existing === null ? null : dataOf(existing));
  const binaries = await prepareBinaries(identity);
  const placement = await placeCluster(dataFolder, identity);
  const cluster = { binaries, identity, placement };
  await ensureClusterFiles(cluster);
  return cluster;
}

async function ensureDatabase(maintenanceUrl: string): Promise<void> {
  const sql = postgres(maintenanceUrl, { max: 1 });
  try {
    const found = await sql`select 1 from pg_database where datname = ${databaseName}`;
    if (found.length === 0) {
      await sql`create database ${sql(databaseName)}`;
    }
  } finally {
    await sql.end();
  }
}
