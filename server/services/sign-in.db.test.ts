import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { signInLinks } from "#db/schema/sign-ins.ts";
import { users } from "#db/schema/users.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { hashPassword } from "#server/auth/password-hash.ts";
import { TooMany } from "#server/errors.ts";
import { hasAdministratorSignedIn, issueAdministratorLink } from "./issue-administrator-link.ts";
import { issueSignInLink } from "./issue-sign-in-link.ts";
import {
  admitAttempt,
  attemptsMax,
  attemptWindowSeconds,
  forgiveAttempt,
} from "./limit-attempts.ts";
import { redeemSignInLink, requireOpenSignInLink } from "./redeem-sign-in-link.ts";
import { signInWithPassword } from "./sign-in-with-password.ts";

const { db } = await openTestDatabase();
const password = "correct horse battery";
const passwordHash = await hashPassword(password);
const clientAddress = "192.0.2.7";

beforeEach(async () => {
  await db.execute(sql`truncate users, sign_in_attempts cascade`);
});

test("the right password signs in, however the address is written", async () => {
  const userId = await insertAnn();
  const signedIn = signInWithPassword(db, { email: " Ann@Example.org ", password, clientAddress });
  expect(await signedIn).toBe(userId);
});

test("a wrong password, an unknown address and a closed account get the same words", async () => {
  await insertAnn();
  await insertAnn({ email: "gone@example.org", deactivatedAt: new Date() });
  await insertAnn({ email: "outside@example.org", passwordHash: null });
  const tries = [
    { email: "ann@example.org", password: "wrong" },
    { email: "nobody@example.org", password },
    { email: "gone@example.org", password },
    { email: "outside@example.org", password: "" },
  ];
  const messages = await Promise.all(
    tries.map((entry) =>
      signInWithPassword(db, { ...entry, clientAddress }).catch((error: Error) => error.message),
    ),
  );
  expect(new Set(messages)).toEqual(
    new Set(["This e-mail address and password do not belong together."]),
  );
});

test("after ten failures even the right password waits, and the wait is said", async () => {
  await insertAnn();
  const wrong = { email: "ann@example.org", password: "wrong", clientAddress };
  for (let count = 0; count < attemptsMax.email; count += 1) {
    await expect(signInWithPassword(db, wrong)).rejects.toThrow(/do not belong together/);
  }
  const refusal = await signInWithPassword(db, { ...wrong, password }).catch((error) => error);
  expect(refusal).toBeInstanceOf(TooMany);
  expect(refusal.message).toBe("Too many attempts. Try again in 15 minutes.");
  expect(refusal.retryAfterSeconds).toBeGreaterThan(attemptWindowSeconds - 30);
});

test("fifty attempts at once are no way around the limit", async () => {
  const attempts = await Promise.allSettled(
    Array.from({ length: 50 }, (_, index) =>
      admitAttempt(db, { email: "ann@example.org", clientAddress: `192.0.2.${index}` }),
    ),
  );
  expect(attempts.filter((attempt) => attempt.status === "fulfilled")).toHaveLength(
    attemptsMax.email,
  );
});

test("one network cannot try many addresses for long", async () => {
  const attempts = await Promise.allSettled(
    Array.from({ length: attemptsMax.client + 5 }, (_, index) =>
      admitAttempt(db, { email: `person-${index}@example.org`, clientAddress }),
    ),
  );
  expect(attempts.filter((attempt) => attempt.status === "rejected")).toHaveLength(5);
});

test("the wait ends: failures older than the window are forgotten", async () => {
  const early = new Date(Date.now() - attemptWindowSeconds * 1000 - 1);
  const person = { email: "ann@example.org", clientAddress };
  for (let count = 0; count < attemptsMax.email; count += 1) await admitAttempt(db, person, early);
  await expect(admitAttempt(db, person, early)).rejects.toThrow(TooMany);
  await expect(admitAttempt(db, person)).resolves.toMatchObject({ email: "ann@example.org" });
});

test("a success forgives the person's failures and leaves those of the network", async () => {
  const person = { email: "ann@example.org", clientAddress };
  await admitAttempt(db, person);
  await forgiveAttempt(db, await admitAttempt(db, person));
  const rows = await db.execute(sql`select split_part(key, ':', 1) as kind from sign_in_attempts`);
  expect(rows.map((row) => row["kind"])).toEqual(["client"]);
});

test("of fifty who redeem one link at once exactly one is signed in", async () => {
  const userId = await insertAnn();
  const token = await issueSignInLink(db, { userId, hours: 1 });
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, () => redeemSignInLink(db, token)),
  );
  const winners = results.filter((result) => result.status === "fulfilled");
  expect(winners.map((winner) => winner.value)).toEqual([userId]);
  const words = results.flatMap((result) =>
    result.status === "rejected" ? [String(result.reason.message)] : [],
  );
  expect(new Set(words)).toEqual(
    new Set(["This sign-in link has been used already. Each one works once."]),
  );
});

test("looking at a link does not use it up", async () => {
  const userId = await insertAnn();
  const token = await issueSignInLink(db, { userId, hours: 1 });
  await requireOpenSignInLink(db, token);
  await requireOpenSignInLink(db, token);
  expect(await redeemSignInLink(db, token)).toBe(userId);
  await expect(requireOpenSignInLink(db, token)).rejects.toThrow(/used already/);
});

test("expired and unknown links say so", async () => {
  const userId = await insertAnn();
  const token = await issueSignInLink(db, { userId, hours: -1 });
  await expect(redeemSignInLink(db, token)).rejects.toThrow(/has expired/);
  await expect(redeemSignInLink(db, "no-such-token")).rejects.toThrow(/no such sign-in link/);
});

test("the database never holds a link's token", async () => {
  const userId = await insertAnn();
  const token = await issueSignInLink(db, { userId, hours: 1 });
  const rows = await db.select().from(signInLinks);
  expect(JSON.stringify(rows)).not.toContain(token);
});

test("a new link ends the one before it", async () => {
  const userId = await insertAnn();
  const first = await issueSignInLink(db, { userId, hours: 1 });
  const second = await issueSignInLink(db, { userId, hours: 1 });
  await expect(redeemSignInLink(db, first)).rejects.toThrow(/no such/);
  expect(await redeemSignInLink(db, second)).toBe(userId);
});

test("two processes that start at once make one administrator", async () => {
  const origin = "http://localhost:3000";
  const links = await Promise.all([
    issueAdministratorLink(db, { origin }),
    issueAdministratorLink(db, { origin }),
  ]);
  expect(links.every((link) => link.startsWith(`${origin}/sign-in/link/`))).toBe(true);
  const administrators = await db.select().from(users).where(eq(users.isAdministrator, true));
  expect(administrators.map((user) => user.email)).toEqual(["admin@localhost"]);
});

test("an administrator has signed in once the link is used, not before", async () => {
  const link = await issueAdministratorLink(db, { origin: "http://localhost:3000" });
  expect(await hasAdministratorSignedIn(db)).toBe(false);
  await redeemSignInLink(db, link.split("/").at(-1) ?? "");
  expect(await hasAdministratorSignedIn(db)).toBe(true);
});

async function insertAnn(change: Partial<typeof users.$inferInsert> = {}): Promise<string> {
  const values = { email: "ann@example.org", name: "Ann", passwordHash, ...change };
  const rows = await db.insert(users).values(values).returning({ id: users.id });
  return rows[0]?.id ?? "";
}
