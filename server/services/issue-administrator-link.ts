import type { Database } from "#db/client.ts";
import { findFirstAdministrator, isAdministratorEstablished } from "#db/queries/administrators.ts";
import { findAccountByEmail, insertUser } from "#db/queries/users.ts";
import { issueSignInLink } from "./issue-sign-in-link.ts";

const linkHours = 24 * 7;

/**
 * An address that signs the first administrator in once, and makes that user where there is none.
 * Links issued before and not used stop working.
 */
export async function issueAdministratorLink(
  db: Database,
  params: { readonly origin: string },
): Promise<string> {
  const userId = (await findFirstAdministrator(db)) ?? (await createAdministrator(db));
  const token = await issueSignInLink(db, { userId, hours: linkHours });
  return new URL(`/sign-in/link/${token}`, params.origin).href;
}

/** True once an administrator has signed in or has another way to. */
export async function hasAdministratorSignedIn(db: Database): Promise<boolean> {
  return await isAdministratorEstablished(db);
}

const firstEmail = "admin@localhost";

async function createAdministrator(db: Database): Promise<string> {
  const values = { email: firstEmail, name: "Administrator", isAdministrator: true };
  const userId = await insertUser(db, values);
  if (userId !== null) return userId;
  // Another process that started at the same moment was first.
  const existing = await findAccountByEmail(db, firstEmail);
  if (!existing?.isAdministrator) throw new Error(`${firstEmail} exists and is no administrator`);
  return existing.id;
}
