import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { deleteIdentities, findIdentityOwner, insertIdentity } from "#db/queries/identities.ts";
import { deleteOpenSignInLinks } from "#db/queries/sign-in-links.ts";
import {
  type Account,
  findAccount,
  insertUser,
  lockAccountByEmail,
  updateUser,
} from "#db/queries/users.ts";
import { tidyName } from "#server/contracts/person.ts";
import { acceptInviteWithin } from "./accept-invite.ts";

/** What a provider said about whoever has just signed in there. */
export type OutsideIdentity = {
  readonly provider: string;
  readonly subject: string;
  readonly email: string | null;
  /** The provider vouches that this person receives mail at the address. */
  readonly isEmailVerified: boolean;
  readonly name: string | null;
};

type SignInRefusal =
  | "account_closed"
  | "email_missing"
  | "email_unverified"
  | "identity_taken"
  | "not_invited";

export type IdentityOutcome =
  | { readonly kind: "signed_in"; readonly userId: string }
  | { readonly kind: "refused"; readonly reason: SignInRefusal };

type Circumstances = {
  readonly identity: OutsideIdentity;
  /** The user who asked, while signed in, to connect this identity to the account. */
  readonly linkTo: string | null;
  /** Lets somebody unknown in; accepted together with the new account. */
  readonly inviteToken: string | null;
  readonly isSignUpOpen: boolean;
};

/**
 * Finds the one user behind an outside identity: the one it is linked to; else the account with the
 * same e-mail address if the provider has verified it; else a new user where that is allowed.
 */
export async function signInWithIdentity(
  db: Database,
  params: Circumstances,
): Promise<IdentityOutcome> {
  const { identity, linkTo } = params;
  return await db.transaction(async (tx) => {
    const owner = await findIdentityOwner(tx, identity);
    if (owner !== null && linkTo !== null && owner !== linkTo) return refused("identity_taken");
    if (owner !== null) return await signInAs(tx, owner);
    if (linkTo !== null) return await link(tx, identity, linkTo);
    if (identity.email === null) return refused("email_missing");
    const email = identity.email.trim().toLowerCase();
    const account = await lockAccountByEmail(tx, email);
    if (account === null) return await admitStranger(tx, params, email);
    if (!identity.isEmailVerified) return refused("email_unverified");
    if (account.deactivatedAt !== null) return refused("account_closed");
    if (account.emailVerifiedAt === null) await claimAccount(tx, account);
    return await link(tx, identity, account.id);
  });
}

/**
 * Whoever made the account never proved the address, and its owner stands here now: every way in
 * that was set up before ends, and with the password all sessions begun with it.
 */
async function claimAccount(tx: Database, account: Account): Promise<void> {
  await deleteIdentities(tx, account.id);
  await deleteOpenSignInLinks(tx, account.id);
  const change = { passwordHash: null, emailVerifiedAt: new Date() };
  await updateUser(tx, { userId: account.id, change });
  await insertAuditEvent(tx, { projectId: null, actorId: account.id, action: "account.claimed" });
}

async function link(
  tx: Database,
  identity: OutsideIdentity,
  userId: string,
): Promise<IdentityOutcome> {
  const { provider, subject } = identity;
  await insertIdentity(tx, { provider, subject, userId });
  // Two first sign-ins at once: whoever was linked first keeps the identity.
  if ((await findIdentityOwner(tx, identity)) !== userId) return refused("identity_taken");
  const detail = { provider };
  await insertAuditEvent(tx, {
    projectId: null,
    actorId: userId,
    action: "identity.linked",
    detail,
  });
  return await signInAs(tx, userId);
}

async function admitStranger(
  tx: Database,
  params: Circumstances,
  email: string,
): Promise<IdentityOutcome> {
  const { identity, inviteToken, isSignUpOpen } = params;
  if (inviteToken === null && !isSignUpOpen) return refused("not_invited");
  const name = tidyName(identity.name ?? "").slice(0, 80) || (email.split("@").at(0) ?? email);
  const emailVerifiedAt = identity.isEmailVerified ? new Date() : null;
  const userId = await insertUser(tx, { email, name, emailVerifiedAt });
  // Somebody made the account between the two statements; the next try finds it.
  if (userId === null) return refused("email_unverified");
  await insertAuditEvent(tx, { projectId: null, actorId: userId, action: "account.created" });
  if (inviteToken !== null) await acceptInviteWithin(tx, { token: inviteToken, userId });
  return await link(tx, identity, userId);
}

async function signInAs(tx: Database, userId: string): Promise<IdentityOutcome> {
  const account = await findAccount(tx, userId);
  if (account === null || account.deactivatedAt !== null) return refused("account_closed");
  return { kind: "signed_in", userId };
}

function refused(reason: SignInRefusal): IdentityOutcome {
  return { kind: "refused", reason };
}
