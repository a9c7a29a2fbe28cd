import { and, asc, eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { identities } from "#db/schema/users.ts";

export type IdentityKey = { readonly provider: string; readonly subject: string };

export async function findIdentityOwner(db: Database, key: IdentityKey): Promise<string | null> {
  const rows = await db
    .select({ userId: identities.userId })
    .from(identities)
    .where(and(eq(identities.provider, key.provider), eq(identities.subject, key.subject)));
  return rows.at(0)?.userId ?? null;
}

export async function insertIdentity(
  db: Database,
  identity: IdentityKey & { readonly userId: string },
): Promise<void> {
  await db.insert(identities).values(identity).onConflictDoNothing();
}

export async function listIdentities(db: Database, userId: string) {
  return await db
    .select({ provider: identities.provider, createdAt: identities.createdAt })
    .from(identities)
    .where(eq(identities.userId, userId))
    .orderBy(asc(identities.createdAt));
}

export async function deleteIdentities(db: Database, userId: string): Promise<void> {
  await db.delete(identities).where(eq(identities.userId, userId));
}

export async function deleteProviderIdentities(
  db: Database,
  params: { readonly userId: string; readonly provider: string },
): Promise<void> {
  await db
    .delete(identities)
    .where(and(eq(identities.userId, params.userId), eq(identities.provider, params.provider)));
}
