import { execFileSync, spawnSync } from "node:child_process";
import { stat } from "node:fs/promises";
import { StartFault } from "./start-fault.ts";

/** The unprivileged user that PostgreSQL runs as; `null` means the user of this process. */
export type Identity = { readonly uid: number; readonly gid: number } | null;

/**
 * PostgreSQL refuses to run as root. A cluster that exists already is run by the user it belongs
 * to; a new one by the first of these users that the system knows.
 */
const unprivilegedUsers = ["postgres", "_postgres", "nobody"] as const;

export async function chooseIdentity(clusterFolder: string | null): Promise<Identity> {
  if (process.getuid?.() !== 0) {
    return null;
  }
  const owner = clusterFolder === null ? null : await findOwner(clusterFolder);
  if (owner !== null && owner.uid !== 0) {
    return owner;
  }
  for (const name of unprivilegedUsers) {
    const identity = findUser(name);
    if (identity !== null) {
      return identity;
    }
  }
  throw new StartFault(
    "PostgreSQL refuses to run as root and this system has neither a user postgres nor a user nobody: start as an ordinary user, or set DATABASE_URL to a PostgreSQL server.",
  );
}

/** Asks the system itself rather than adding up mode bits, so that access lists and mounts count too. */
export function canReach(identity: Identity, folder: string): boolean {
  if (identity === null) {
    return true;
  }
  const probe = spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], {
    ...identity,
    cwd: "/",
    stdio: "ignore",
  });
  return probe.status === 0;
}

async function findOwner(folder: string): Promise<NonNullable<Identity> | null> {
  try {
    const { uid, gid } = await stat(folder);
    return { uid, gid };
  } catch {
    // A folder that is not there has no owner; any other trouble with it is reported where it is used.
    return null;
  }
}

function findUser(name: string): Identity {
  try {
    // The bitwise or makes macOS's "nobody" (4294967294) the signed number that spawn takes.
    const uid =
      Number(execFileSync("id", ["-u", name], { stdio: ["ignore", "pipe", "ignore"] })) | 0;
    const gid =
      Number(execFileSync("id", ["-g", name], { stdio: ["ignore", "pipe", "ignore"] })) | 0;
    return uid === 0 ? null : { uid, gid };
  } catch {
    // `id` fails when there is no such user, which is the answer "null".
    return null;
  }
}
