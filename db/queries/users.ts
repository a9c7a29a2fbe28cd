import { eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { users } from "#db/schema/users.ts";

const accountColumns = {
  id: users.id,
  name: users.name,
  email: users.email,
  emailVerifiedAt: users.emailVerifiedAt,
  alias: users.alias,
  isAdministrator: users.isAdministrator,
  deactivatedAt: users.deactivatedAt,
  passwordHash: users.passwordHash,
};

/** For deciding on the server; the password hash never leaves it. */
export type Account = NonNullable<Awaited<ReturnType<typeof findAccount>>>;

export async function findAccount(db: Database, userId: string) {
  const rows = await db.select(accountColumns).from(users).where(eq(users.id, userId));
  return rows.at(0) ?? null;
}

export async function findAccountByEmail(db: Database, email: string): Promise<Account | null> {
  const rows = await db.select(accountColumns).from(users).where(eq(users.email, email));
  return rows.at(0) ?? null;
}

/** Locks the row, so that two sign-ins that claim the same account take turns. */
export async function lockAccountByEmail(db: Database, email: string): Promise<Account | null> {
  const rows = await db
    .select(accountColumns)
    .from(users)
    .where(eq(users.email, email))
    .for("update");
  return rows.at(0) ?? null;
}

export async function lockAccount(db: Database, userId: string): Promise<Account | null> {
  const rows = await db
    .select(accountColumns)
    .from(users)
    .where(eq(users.id, userId))
    .for("update");
  return rows.at(0) ?? null;
}

/** The new user's id, or null when the e-mail address is taken. */
export async function insertUser(
  db: Database,
  values: typeof users.$inferInsert,
): Promise<string | null> {
  const rows = await db
    .insert(users)
    .values(values)
    .onConflictDoNothing({ target: users.email })
    .returning({ id: users.id });
  return rows.at(0)?.id ?? null;
}

/** Moves a user to another, unverified address; false when it is somebody else's. */
export async function moveUserEmail(
  db: Database,
  params: { readonly userId: string; readonly email: string },
): Promise<boolean> {
  try {
    await db
      .update(users)
      .set({ email: params.email, emailVerifiedAt: null })
      .where(eq(users.id, params.userId));
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

function isTaken(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause !== "object" || cause === null || !("constraint_name" in cause)) return false;
  return cause.constraint_name === "users_email_unique";
}

type UserChange = Partial<
  Pick<typeof users.$inferInsert, "name" | "alias" | "passwordHash" | "emailVerifiedAt">
>;

export async function updateUser(
  db: Database,
  params: { readonly userId: string; readonly change: UserChange },
): Promise<void> {
  await db.update(users).set(params.change).where(eq(users.id, params.userId));
}
