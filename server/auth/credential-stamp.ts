import { createHash } from "node:crypto";

/**
 * A fingerprint of how an account can be entered, kept in the session: changing the password, or
 * the owner of the address claiming the account, ends every session that was begun before.
 */
export function credentialStamp(account: {
  readonly passwordHash: string | null;
  readonly emailVerifiedAt: Date | null;
}): string {
  const parts = [account.passwordHash, account.emailVerifiedAt?.toISOString() ?? null];
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
}
