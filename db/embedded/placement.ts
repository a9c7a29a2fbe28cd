import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, readFile, realpath, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { sharedFolder } from "./binaries.ts";
import { canReach, type Identity } from "./identity.ts";
import { createPrivateFile } from "./private-file.ts";
import { explainFileError, StartFault } from "./start-fault.ts";

/** Where the cluster is, and the password of its only user. */
export type Placement = { readonly folder: string; readonly password: string };

const note = z.object({
  folder: z.string(),
  password: z.string().min(20),
});

/** `null` when this data folder has no cluster yet. */
export async function readPlacement(dataFolder: string): Promise<Placement | null> {
  const file = noteOf(dataFolder);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return null;
    }
    throw explainFileError(error, file);
  }
  const { folder, password } = note.parse(JSON.parse(text));
  return { folder: path.resolve(dataFolder, folder), password };
}

/**
 * Decides once where the cluster lives: in the data folder itself, or, where the database user
 * cannot reach that, in a folder of its own below `/var/lib/tiebreak` that `postgres.json` names.
 */
export async function placeCluster(dataFolder: string, identity: Identity): Promise<Placement> {
  try {
    await prepareDataFolder(dataFolder, identity);
    const placement = (await readPlacement(dataFolder)) ?? (await decide(dataFolder, identity));
    if (path.dirname(placement.folder) === sharedFolder) {
      await mkdir(sharedFolder, { recursive: true, mode: 0o755 });
    }
    await mkdir(placement.folder, { recursive: true, mode: 0o700 });
    if (identity !== null) {
      await chown(placement.folder, identity.uid, identity.gid);
    }
    await claimForCheckout(placement.folder, dataFolder);
    return placement;
  } catch (error) {
    throw explainFileError(error, dataFolder);
  }
}

function noteOf(dataFolder: string): string {
  return path.join(dataFolder, "postgres.json");
}

async function prepareDataFolder(dataFolder: string, identity: Identity): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  if (identity !== null) {
    // The database user must be able to pass through; what is secret in here has modes of its own.
    await chmod(dataFolder, 0o711);
  }
}

async function decide(dataFolder: string, identity: Identity): Promise<Placement> {
  const inside = path.join(dataFolder, "postgres");
  if (existsSync(path.join(inside, "data"))) {
    throw new StartFault(
      `${noteOf(dataFolder)}, which holds the password of the database in ${inside}, is missing: put it back, or move ${inside} away to start with an empty database.`,
    );
  }
  const folder = canReach(identity, dataFolder)
    ? "postgres"
    : path.join(sharedFolder, `${path.basename(path.dirname(dataFolder))}-${randomId(6)}`);
  const text = JSON.stringify({ folder, password: randomId(24) }, null, 2);
  await createPrivateFile(noteOf(dataFolder), `${text}\n`);
  const placement = await readPlacement(dataFolder);
  if (placement === null) {
    throw new Error(`${noteOf(dataFolder)} vanished while it was being written`);
  }
  return placement;
}

/** A copied checkout must not open the cluster of the checkout that it was copied from. */
async function claimForCheckout(folder: string, dataFolder: string): Promise<void> {
  const own = await realpath(dataFolder);
  if (folder.startsWith(own + path.sep) || folder.startsWith(dataFolder + path.sep)) {
    return;
  }
  const mark = path.join(folder, "data-folder");
  const owner = existsSync(mark) ? (await readFile(mark, "utf8")).trim() : own;
  if (owner !== own && (await readPlacement(owner))?.folder === folder) {
    throw new StartFault(
      `${noteOf(dataFolder)} was copied from ${owner} and names its database: delete ${noteOf(dataFolder)} to start with an empty database here.`,
    );
  }
  await writeFile(mark, `${own}\n`);
}

function randomId(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}
