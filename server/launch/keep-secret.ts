import { randomBytes } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { createPrivateFile } from "#db/embedded/private-file.ts";
import { explainFileError } from "#db/embedded/start-fault.ts";
import { readEnvironment, requireSecret } from "#server/env.ts";
import { dataFolder } from "./folders.ts";

/**
 * The secret that signs sessions: NEXTAUTH_SECRET, or one made at the first start and kept in the
 * data folder for this user only, so that people stay signed in over restarts.
 */
export async function keepSecret(): Promise<string> {
  const given = readEnvironment().NEXTAUTH_SECRET;
  if (given !== undefined) {
    return requireSecret(given);
  }
  const file = path.join(dataFolder(), "nextauth-secret");
  try {
    await mkdir(dataFolder(), { recursive: true, mode: 0o700 });
    await createPrivateFile(file, randomBytes(32).toString("base64"));
    return requireSecret((await readFile(file, "utf8")).trim());
  } catch (error) {
    throw explainFileError(error, file);
  }
}
