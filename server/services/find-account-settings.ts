import type { Database } from "#db/client.ts";
import { listIdentities } from "#db/queries/identities.ts";
import { findAccount } from "#db/queries/users.ts";
import { NotFound } from "#server/errors.ts";

/** What the account page shows its owner. */
export async function findAccountSettings(db: Database, userId: string) {
  const account = await findAccount(db, userId);
  if (account === null) throw new NotFound("There is no such account.");
  const { name, email, alias, emailVerifiedAt, passwordHash } = account;
  return {
    name,
    email,
    alias,
    isEmailVerified: emailVerifiedAt !== null,
    hasPassword: passwordHash !== null,
    identities: await listIdentities(db, userId),
  };
}
