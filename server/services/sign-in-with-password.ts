import type { Database } from "#db/client.ts";
import { findAccountByEmail } from "#db/queries/users.ts";
import { verifyPassword } from "#server/auth/password-hash.ts";
import { SignedOut } from "#server/errors.ts";
import { admitAttempt, forgiveAttempt } from "./limit-attempts.ts";

/**
 * The user whom this e-mail address and password belong to.
 * @throws SignedOut with the same words whatever was wrong, TooMany after too many failures
 */
export async function signInWithPassword(
  db: Database,
  params: { readonly email: string; readonly password: string; readonly clientAddress: string },
): Promise<string> {
  const email = params.email.trim().toLowerCase().slice(0, 254);
  const attempt = await admitAttempt(db, { email, clientAddress: params.clientAddress });
  const account = await findAccountByEmail(db, email);
  const password = params.password.slice(0, 200);
  const isMatch = await verifyPassword(password, account?.passwordHash ?? null);
  if (!isMatch || account === null || account.deactivatedAt !== null) {
    throw new SignedOut("This e-mail address and password do not belong together.");
  }
  await forgiveAttempt(db, attempt);
  return account.id;
}
