import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { findAccount } from "#db/queries/users.ts";
import { users } from "#db/schema/users.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { credentialStamp } from "#server/auth/credential-stamp.ts";
import { hashPassword } from "#server/auth/password-hash.ts";
import { TooMany } from "#server/errors.ts";
import { changeEmail, changePassword } from "./change-credentials.ts";
import { attemptsMax } from "./limit-attempts.ts";
import { signInWithPassword } from "./sign-in-with-password.ts";

const { db } = await openTestDatabase();
const password = "correct horse battery";
const passwordHash = await hashPassword(password);
const clientAddress = "192.0.2.7";

let userId: string;

beforeEach(async () => {
  await db.execute(sql`truncate users, sign_in_attempts cascade`);
  userId = await insertPerson({ passwordHash, emailVerifiedAt: new Date() });
});

test("a new password opens, the old one does not, and earlier sessions end", async () => {
  const stampBefore = await stamp();
  await changePassword(db, change({ newPassword: "another long one" }));
  await expect(enter(password)).rejects.toThrow(/do not belong/);
  expect(await enter("another long one")).toBe(userId);
  expect(await stamp()).not.toBe(stampBefore);
});

test("without the current password nothing changes", async () => {
  const wrong = { currentPassword: "wrong" };
  await expect(
    changePassword(db, change({ ...wrong, newPassword: "another long one" })),
  ).rejects.toThrow(/current password is not right/);
  await expect(changeEmail(db, change({ ...wrong, email: "new@example.org" }))).rejects.toThrow(
    /current password is not right/,
  );
  expect(await enter(password)).toBe(userId);
});

test("the current password cannot be guessed from an open session either", async () => {
  const guess = change({ currentPassword: "wrong", newPassword: "another long one" });
  for (let count = 0; count < attemptsMax.email; count += 1) {
    await expect(changePassword(db, guess)).rejects.toThrow(/not right/);
  }
  await expect(changePassword(db, guess)).rejects.toThrow(TooMany);
});

test("somebody without a password sets a first one", async () => {
  const id = await insertPerson({ email: "outside@example.org" });
  await changePassword(db, { ...change({ newPassword: "a first long one" }), userId: id });
  const email = "outside@example.org";
  const signedIn = signInWithPassword(db, { email, password: "a first long one", clientAddress });
  expect(await signedIn).toBe(id);
});

test("the address is no password", async () => {
  const same = change({ newPassword: "Ann@Example.org" });
  await expect(changePassword(db, same)).rejects.toThrow(/must not be the e-mail/);
});

test("a new address is unverified until a provider vouches for it", async () => {
  await changeEmail(db, change({ email: "new@example.org" }));
  expect(await findAccount(db, userId)).toMatchObject({
    email: "new@example.org",
    emailVerifiedAt: null,
  });
});

test("an address that somebody has is not taken, also at the same moment", async () => {
  const other = await insertPerson({ email: "bob@example.org", passwordHash });
  await expect(changeEmail(db, change({ email: "bob@example.org" }))).rejects.toThrow(/has this/);
  const results = await Promise.allSettled(
    [userId, other].map((id) =>
      changeEmail(db, { ...change({ email: "free@example.org" }), userId: id }),
    ),
  );
  expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(results.find((result) => result.status === "rejected")?.reason.message).toMatch(
    /has this/,
  );
});

function change<Part extends object>(part: Part) {
  return { userId, currentPassword: password, clientAddress, ...part };
}

function enter(given: string) {
  return signInWithPassword(db, { email: "ann@example.org", password: given, clientAddress });
}

async function stamp(): Promise<string | null> {
  const account = await findAccount(db, userId);
  return account && credentialStamp(account);
}

async function insertPerson(part: Partial<typeof users.$inferInsert>): Promise<string> {
  const values = { name: "Ann", email: "ann@example.org", ...part };
  const rows = await db.insert(users).values(values).returning({ id: users.id });
  return rows[0]?.id ?? "";
}
