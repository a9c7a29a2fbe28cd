import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { findAccount } from "#db/queries/users.ts";
import { identities, users } from "#db/schema/users.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { credentialStamp } from "#server/auth/credential-stamp.ts";
import { hashPassword } from "#server/auth/password-hash.ts";
import { issueSignInLink } from "./issue-sign-in-link.ts";
import { redeemSignInLink } from "./redeem-sign-in-link.ts";
import { type OutsideIdentity, signInWithIdentity } from "./sign-in-with-identity.ts";
import { signInWithPassword } from "./sign-in-with-password.ts";
import { unlinkIdentity } from "./unlink-identity.ts";

const { db } = await openTestDatabase();
const password = "correct horse battery";
const passwordHash = await hashPassword(password);
const clientAddress = "192.0.2.7";

const google: OutsideIdentity = {
  provider: "google",
  subject: "g-1",
  email: "Ann@example.org",
  isEmailVerified: true,
  name: "Ann",
};
const github = { ...google, provider: "github", subject: "h-1" };

beforeEach(async () => {
  await db.execute(sql`truncate users, sign_in_attempts cascade`);
});

test("somebody unknown is refused while sign-up is closed, and no account is made", async () => {
  expect(await enter(google)).toEqual({ kind: "refused", reason: "not_invited" });
  expect(await db.$count(users)).toBe(0);
});

test("open sign-up makes an account, once however often one signs in", async () => {
  const first = await enter(google, { isSignUpOpen: true });
  const second = await enter(google, { isSignUpOpen: true });
  expect(first).toMatchObject({ kind: "signed_in" });
  expect(second).toEqual(first);
  expect(await db.$count(users)).toBe(1);
});

test("one person is one user, whichever provider they come through", async () => {
  const first = await enter(google, { isSignUpOpen: true });
  expect(await enter(github)).toEqual(first);
  expect(await db.$count(identities)).toBe(2);
});

test("first sign-ins through two providers at once make one user", async () => {
  const outcomes = await Promise.all(
    [google, github].map((identity) => enter(identity, { isSignUpOpen: true })),
  );
  expect(await db.$count(users)).toBe(1);
  expect(outcomes.some((outcome) => outcome.kind === "signed_in")).toBe(true);
});

test("an identity stays with its user when the address at the provider changes", async () => {
  const first = await enter(google, { isSignUpOpen: true });
  expect(await enter({ ...google, email: "new@example.org" })).toEqual(first);
});

test("an address that the provider has not verified opens no existing account", async () => {
  await insertAnn({ emailVerifiedAt: new Date() });
  expect(await enter({ ...google, isEmailVerified: false })).toEqual({
    kind: "refused",
    reason: "email_unverified",
  });
  expect(await db.$count(identities)).toBe(0);
});

test("no address at all is refused", async () => {
  const outcome = await enter({ ...google, email: null }, { isSignUpOpen: true });
  expect(outcome).toEqual({ kind: "refused", reason: "email_missing" });
});

test("a proven account keeps its password when a provider is linked to it", async () => {
  const userId = await insertAnn({ emailVerifiedAt: new Date() });
  expect(await enter(google)).toEqual({ kind: "signed_in", userId });
  const signedIn = signInWithPassword(db, { email: "ann@example.org", password, clientAddress });
  expect(await signedIn).toBe(userId);
});

test("whoever prepared an account under somebody's address is locked out when its owner comes", async () => {
  const userId = await insertAnn();
  const attackersGithub = { ...github, email: "attacker@example.org" };
  await enter(attackersGithub, { linkTo: userId });
  const link = await issueSignInLink(db, { userId, hours: 1 });
  const stampBefore = await stampOf(userId);

  expect(await enter(google)).toEqual({ kind: "signed_in", userId });

  await expect(
    signInWithPassword(db, { email: "ann@example.org", password, clientAddress }),
  ).rejects.toThrow(/do not belong together/);
  expect(await enter(attackersGithub)).toEqual({ kind: "refused", reason: "not_invited" });
  await expect(redeemSignInLink(db, link)).rejects.toThrow(/no such/);
  expect(await stampOf(userId)).not.toBe(stampBefore);
});

test("claiming ends sessions of an account that never had a password, too", async () => {
  const userId = await insertAnn({ passwordHash: null });
  const stampBefore = await stampOf(userId);
  await enter(google);
  expect(await stampOf(userId)).not.toBe(stampBefore);
});

test("a closed account stays closed through every door", async () => {
  const userId = await insertAnn({ emailVerifiedAt: new Date() });
  await enter(google);
  await db.update(users).set({ deactivatedAt: new Date() }).where(eq(users.id, userId));
  const closed = { kind: "refused", reason: "account_closed" };
  expect(await enter(google)).toEqual(closed);
  expect(await enter(github)).toEqual(closed);
});

test("while signed in one connects an outside account with another address", async () => {
  const userId = await insertAnn();
  const outcome = await enter({ ...github, email: "mona@example.org" }, { linkTo: userId });
  expect(outcome).toEqual({ kind: "signed_in", userId });
  expect(await enter({ ...github, email: "mona@example.org" })).toEqual(outcome);
});

test("an outside account of somebody else is not taken over by connecting it", async () => {
  const other = await enter(google, { isSignUpOpen: true });
  const userId = await insertAnn({ email: "bob@example.org" });
  expect(await enter(google, { linkTo: userId })).toEqual({
    kind: "refused",
    reason: "identity_taken",
  });
  expect(await enter(google)).toEqual(other);
});

test("the only way in cannot be taken away", async () => {
  const outcome = await enter(google, { isSignUpOpen: true });
  const userId = outcome.kind === "signed_in" ? outcome.userId : "";
  await expect(unlinkIdentity(db, { userId, provider: "google" })).rejects.toThrow(/only way/);
  await enter(github);
  await unlinkIdentity(db, { userId, provider: "google" });
  expect(await db.select({ provider: identities.provider }).from(identities)).toEqual([
    { provider: "github" },
  ]);
});

type Circumstances = Partial<Parameters<typeof signInWithIdentity>[1]>;

function enter(identity: OutsideIdentity, circumstances: Circumstances = {}) {
  return signInWithIdentity(db, {
    identity,
    linkTo: null,
    inviteToken: null,
    isSignUpOpen: false,
    ...circumstances,
  });
}

async function stampOf(userId: string): Promise<string> {
  const account = await findAccount(db, userId);
  if (account === null) throw new Error("no such account");
  return credentialStamp(account);
}

async function insertAnn(change: Partial<typeof users.$inferInsert> = {}): Promise<string> {
  const values = { email: "ann@example.org", name: "Ann", passwordHash, ...change };
  const rows = await db.insert(users).values(values).returning({ id: users.id });
  return rows[0]?.id ?? "";
}
