import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { Binaries } from "./binaries.ts";
import type { Identity } from "./identity.ts";
import { isAlive } from "./is-alive.ts";
import type { Placement } from "./placement.ts";
import { diskFull, explainFileError, StartFault } from "./start-fault.ts";

export const databaseUser = "tiebreak";

type ClusterRequest = {
  readonly binaries: Binaries;
  readonly identity: Identity;
  readonly placement: Placement;
};

/**
 * Makes the cluster's files when there are none. They are made under another name and renamed, so
 * that a start that was killed half-way leaves nothing that looks like a cluster.
 */
export async function ensureClusterFiles(request: ClusterRequest): Promise<void> {
  try {
    await ensureFiles(request);
  } catch (error) {
    throw explainFileError(error, request.placement.folder);
  }
}

async function ensureFiles(request: ClusterRequest): Promise<void> {
  const { folder } = request.placement;
  const data = path.join(folder, "data");
  if (existsSync(data)) {
    await checkMajorVersion(data, request.binaries.major);
    return;
  }
  await removeLeftovers(folder);
  const unfinished = path.join(folder, `data.new-${process.pid}-${randomBytes(4).toString("hex")}`);
  try {
    await initialise(unfinished, request);
    await rename(unfinished, data);
    await syncFolder(folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Of two simultaneous starts the second finds the name taken, and uses what is there.
    if (!existsSync(data)) {
      throw error;
    }
  }
}

async function checkMajorVersion(data: string, major: string): Promise<void> {
  const found = (await readFile(path.join(data, "PG_VERSION"), "utf8")).trim();
  if (found !== major) {
    throw new StartFault(
      `The database in ${data} was made by PostgreSQL ${found} and this release runs PostgreSQL ${major}: dump it with the release that made it (pg_dump) and restore it here, or move that folder away to start with an empty database.`,
    );
  }
}

async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const maker = /^data\.new-(\d+)-/.exec(name)?.[1];
    if (maker !== undefined && !isAlive(Number(maker))) {
      await rm(path.join(folder, name), { recursive: true, force: true });
    }
  }
}

/**
 * Sorting must not depend on the system's locales, hence the builtin provider; connections come by
 * TCP on the loopback address only and always need the password.
 */
async function initialise(data: string, request: ClusterRequest): Promise<void> {
  const { binaries, identity, placement } = request;
  const passwordFile = `${data}.password`;
  await writeFile(passwordFile, `${placement.password}\n`, { mode: 0o600 });
  try {
    if (identity !== null) {
      await chown(passwordFile, identity.uid, identity.gid);
    }
    const settings = [
      `--pgdata=${data}`,
      `--username=${databaseUser}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ];
    await promisify(execFile)(binaries.initdb, settings, {
      ...identity,
      cwd: placement.folder,
      ...serverEnvironment(),
    });
  } catch (error) {
    throw explainInitialisation(error, placement.folder);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function explainInitialisation(error: unknown, folder: string): unknown {
  const output = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
  if (/No space left on device|Disk quota exceeded/.test(output)) {
    return diskFull(folder, error);
  }
  const reason = /(?:error|FATAL): *(.+)/.exec(output)?.[1];
  if (reason === undefined) {
    return error;
  }
  return new StartFault(
    `PostgreSQL could not make its files in ${folder} (${reason}): set TIEBREAK_DATA_FOLDER to a folder on a local disk.`,
    { cause: error },
  );
}

/**
 * The environment of the server programs: no PG* variable of the caller may redirect them. Windows
 * programs do not start without the system's own variables, so there the caller's are passed on.
 */
export function serverEnvironment(): { readonly env?: NodeJS.ProcessEnv } {
  if (process.platform === "win32") {
    return {};
  }
  const fixed = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
  // Next declares NODE_ENV as always set; these programs do not know it.
  return { env: fixed as unknown as NodeJS.ProcessEnv };
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") {
    return;
  }
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
