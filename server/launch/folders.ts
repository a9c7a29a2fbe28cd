import path from "node:path";
import { readEnvironment } from "#server/env.ts";

/** The folder that holds package.json. */
export const checkout = path.join(import.meta.dirname, "..", "..");

/** Where this installation keeps its database, secret and logs. */
export function dataFolder(): string {
  return path.resolve(checkout, readEnvironment().TIEBREAK_DATA_FOLDER);
}
