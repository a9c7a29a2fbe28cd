import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { signInLinks } from "#db/schema/sign-ins.ts";

export async function insertSignInLink(
  db: Database,
  values: { readonly tokenHash: string; readonly userId: string; readonly expiresAt: Date },
): Promise<void> {
  await db.insert(signInLinks).values(values);
}

/** Uses the link up in one statement: of any number of attempts exactly one gets the user. */
export async function consumeSignInLink(db: Database, tokenHash: string): Promise<string | null> {
  const rows = await db
    .update(signInLinks)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(signInLinks.tokenHash, tokenHash),
        isNull(signInLinks.usedAt),
        gt(signInLinks.expiresAt, sql`now()`),
      ),
    )
    .returning({ userId: signInLinks.userId });
  return rows.at(0)?.userId ?? null;
}

export async function findSignInLink(db: Database, tokenHash: string) {
  const rows = await db
    .select({
      isUsed: sql<boolean>`${signInLinks.usedAt} is not null`,
      isExpired: sql<boolean>`${signInLinks.expiresAt} <= now()`,
    })
    .from(signInLinks)
    .where(eq(signInLinks.tokenHash, tokenHash));
  return rows.at(0) ?? null;
}

/** Ends every open link of a user, for when the account changes hands or a new link is issued. */
export async function deleteOpenSignInLinks(db: Database, userId: string): Promise<void> {
  await db
    .delete(signInLinks)
    .where(and(eq(signInLinks.userId, userId), isNull(signInLinks.usedAt)));
}
