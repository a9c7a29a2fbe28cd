import type { Database } from "#db/client.ts";
import { type Account, findAccount, moveUserEmail, updateUser } from "#db/queries/users.ts";
import { hashPassword, verifyPassword } from "#server/auth/password-hash.ts";
import { Conflict, Forbidden, NotFound } from "#server/errors.ts";
import { refuseWeak } from "./create-account.ts";
import { admitAttempt, forgiveAttempt } from "./limit-attempts.ts";

type Change = {
  readonly userId: string;
  /** Asked again where there is one: an unlocked screen must not be enough. */
  readonly currentPassword: string;
  readonly clientAddress: string;
};

/**
 * Sets or replaces the password; every other session of the user ends.
 * @throws Forbidden when the current password is wrong, Invalid for a password that is too plain
 */
export async function changePassword(
  db: Database,
  params: Change & { readonly newPassword: string },
): Promise<void> {
  const account = await confirmIdentity(db, params);
  refuseWeak(params.newPassword, account.email);
  const passwordHash = await hashPassword(params.newPassword);
  await updateUser(db, { userId: account.id, change: { passwordHash } });
}

/**
 * Moves the account to another e-mail address, unverified until a provider vouches for it.
 * @throws Forbidden when the current password is wrong, Conflict for an address that is taken
 */
export async function changeEmail(
  db: Database,
  params: Change & { readonly email: string },
): Promise<void> {
  const account = await confirmIdentity(db, params);
  const { email } = params;
  if (account.email === email) return;
  if (!(await moveUserEmail(db, { userId: account.id, email }))) {
    throw new Conflict("Another account has this e-mail address.");
  }
}

async function confirmIdentity(db: Database, params: Change): Promise<Account> {
  const account = await findAccount(db, params.userId);
  if (account === null) throw new NotFound("There is no such account.");
  if (account.passwordHash === null) return account;
  const { email } = account;
  const attempt = await admitAttempt(db, { email, clientAddress: params.clientAddress });
  if (!(await verifyPassword(params.currentPassword, account.passwordHash))) {
    throw new Forbidden("The current password is not right.");
  }
  await forgiveAttempt(db, attempt);
  return account;
}
