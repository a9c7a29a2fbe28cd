import type { Database } from "#db/client.ts";
import { foldOpenPairTallies } from "#db/queries/open-pairs.ts";

/** Keeps the tallies of open pairs few, so that every serving adds up a handful of rows. */
export async function foldTallies(db: Database): Promise<void> {
  await foldOpenPairTallies(db);
}
