import type { Database } from "#db/client.ts";
import { findStoredPreferences } from "#db/queries/preferences.ts";
import { type Preferences, preferences } from "#server/contracts/preferences.ts";

/** What a person has set for themselves, with the defaults in place of what they have not. */
export async function findPreferences(db: Database, userId: string): Promise<Preferences> {
  return preferences.parse((await findStoredPreferences(db, userId)) ?? {});
}
