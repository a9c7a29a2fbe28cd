import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { findInvite } from "#db/queries/invites.ts";
import { insertUser } from "#db/queries/users.ts";
import { hashPassword } from "#server/auth/password-hash.ts";
import { hashToken } from "#server/auth/secret-token.ts";
import { inviteFaults } from "#server/contracts/invite.ts";
import type { JoinInput } from "#server/contracts/person.ts";
import { Conflict, Forbidden, Invalid, NotFound } from "#server/errors.ts";
import { acceptInviteWithin } from "./accept-invite.ts";
import { admitAttempt } from "./limit-attempts.ts";

type NewAccount = JoinInput & {
  /** Null where sign-up is open to everyone. */
  readonly inviteToken: string | null;
  readonly clientAddress: string;
};

/**
 * Makes a local account and, where there is an invite, takes it up in the same transaction: either
 * both happen or neither. The e-mail address stays unverified, so an outside sign-in that proves it
 * can claim the account later.
 * @throws Forbidden or NotFound for the invite, Conflict for a known e-mail address
 */
export async function createAccount(db: Database, params: NewAccount): Promise<{ userId: string }> {
  const { email, name, password, inviteToken, clientAddress } = params;
  refuseWeak(password, email);
  if (inviteToken !== null) await requireUsable(db, inviteToken);
  // Every try says whether an address is known, so tries are counted like failed sign-ins.
  await admitAttempt(db, { email, clientAddress });
  const passwordHash = await hashPassword(password);
  return await db.transaction(async (tx) => {
    const userId = await insertUser(tx, { email, name, passwordHash });
    if (userId === null) {
      throw new Conflict("There is an account with this e-mail address. Sign in instead.");
    }
    await insertAuditEvent(tx, { projectId: null, actorId: userId, action: "account.created" });
    if (inviteToken !== null) await acceptInviteWithin(tx, { token: inviteToken, userId });
    return { userId };
  });
}

/** @throws Invalid for a password that everybody who knows the address would try first */
export function refuseWeak(password: string, email: string): void {
  const lower = password.toLowerCase();
  if (lower === email || lower === email.split("@").at(0)) {
    throw new Invalid("The password must not be the e-mail address.");
  }
}

/** Before the costly hash; whether a use is left is decided again when it is counted. */
async function requireUsable(db: Database, token: string): Promise<void> {
  const invite = await findInvite(db, hashToken(token));
  if (invite === null) throw new NotFound(inviteFaults.unknown);
  if (invite.state !== "usable") throw new Forbidden(inviteFaults[invite.state]);
}
