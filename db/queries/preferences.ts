import { eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { users } from "#db/schema/users.ts";
import type { UpdatePreferencesInput } from "#server/contracts/preferences.ts";

/** What a user has set, as it is stored; null when there is no such user. */
export async function findStoredPreferences(db: Database, userId: string) {
  const rows = await db
    .select({ preferences: users.preferences })
    .from(users)
    .where(eq(users.id, userId));
  return rows.at(0)?.preferences ?? null;
}

/** Merged by the database, so that two tabs that change different settings both succeed. */
export async function mergePreferences(
  db: Database,
  params: { readonly userId: string; readonly change: UpdatePreferencesInput },
): Promise<void> {
  const change = JSON.stringify(params.change);
  await db
    .update(users)
    .set({ preferences: sql`${users.preferences} || ${change}::jsonb` })
    .where(eq(users.id, params.userId));
}
