import { and, eq, exists, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { signInLinks } from "#db/schema/sign-ins.ts";
import { identities, users } from "#db/schema/users.ts";

export async function findFirstAdministrator(db: Database): Promise<string | null> {
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.isAdministrator, true), isNull(users.deactivatedAt)))
    .orderBy(users.createdAt)
    .limit(1);
  return rows.at(0)?.id ?? null;
}

/** Whether any administrator has a way in of their own, or has used a sign-in link. */
export async function isAdministratorEstablished(db: Database): Promise<boolean> {
  const one = { one: sql`1` };
  const identity = db.select(one).from(identities).where(eq(identities.userId, users.id));
  const usedLink = db
    .select(one)
    .from(signInLinks)
    .where(and(eq(signInLinks.userId, users.id), isNotNull(signInLinks.usedAt)));
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        eq(users.isAdministrator, true),
        or(isNotNull(users.passwordHash), exists(identity), exists(usedLink)),
      ),
    )
    .limit(1);
  return rows.length > 0;
}
