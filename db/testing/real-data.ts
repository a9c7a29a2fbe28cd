import { createReadStream, existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { readEnvironment } from "#server/env.ts";

/** Public data sets, kept beside the checkout because their licences differ from the product's. */
export function findDataFile(name: string): string | null {
  const folder = readEnvironment().TIEBREAK_DATA ?? resolve("..", "shared", "data");
  const path = join(folder, name);
  return existsSync(path) ? path : null;
}

export function openDataFile(path: string): AsyncIterable<Uint8Array> {
  return createReadStream(path);
}
