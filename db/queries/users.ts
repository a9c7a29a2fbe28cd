import { eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { users } from "#db/schema/users.ts";

export type SessionUser = NonNullable<Awaited<ReturnType<typeof findSessionUser>>>;

/** What deciding about a session needs; the password hash never leaves the server. */
export async function findSessionUser(db: Database, userId: string) {
  const rows = await db
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      isAdministrator: users.isAdministrator,
      deactivatedAt: users.deactivatedAt,
      passwordHash: users.passwordHash,
    })
    .from(users)
    .where(eq(users.id, userId));
  return rows.at(0) ?? null;
}
