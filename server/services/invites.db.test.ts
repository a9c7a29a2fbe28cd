import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { findMemberRole } from "#db/queries/memberships.ts";
import { auditEvents } from "#db/schema/audit-events.ts";
import { invites, memberships } from "#db/schema/memberships.ts";
import { users } from "#db/schema/users.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import type { ProjectViewer } from "#server/auth/viewer.ts";
import type { CreateInviteInput } from "#server/contracts/invite.ts";
import { Forbidden, NotFound } from "#server/errors.ts";
import { acceptInvite } from "./accept-invite.ts";
import { createAccount } from "./create-account.ts";
import { createInvite } from "./create-invite.ts";
import { createProject } from "./create-project.ts";
import { findInviteByToken } from "./find-invite-by-token.ts";
import { revokeInvite } from "./revoke-invite.ts";
import { signInWithIdentity } from "./sign-in-with-identity.ts";

const { db } = await openTestDatabase();
const joiner = {
  name: "Ann",
  email: "ann@example.org",
  password: "correct horse battery",
  clientAddress: "192.0.2.7",
};

let owner: ProjectViewer;

beforeEach(async () => {
  await db.execute(sql`truncate users, projects, sign_in_attempts cascade`);
  const id = await insertPerson("Olga");
  const project = await createProject(db, {
    input: { name: "Tone", description: "" },
    ownerId: id,
  });
  owner = {
    id,
    name: "Olga",
    email: "",
    isAdministrator: false,
    projectId: project.id,
    role: "owner",
  };
});

test("accepting makes a member with the invite's role, and leaves a trace", async () => {
  const token = await invite({ role: "reviewer" });
  const userId = await insertPerson("Ann");
  expect(await acceptInvite(db, { token, userId })).toEqual({ projectSlug: "tone" });
  expect(await roleOf(userId)).toBe("reviewer");
  const events = await db.select().from(auditEvents).where(eq(auditEvents.actorId, userId));
  expect(events.map((event) => event.action)).toEqual(["member.joined"]);
});

test("fifty people at once share seven places, never eight", async () => {
  const token = await invite({ usesMax: 7 });
  const people = await Promise.all(Array.from({ length: 50 }, () => insertPerson("Ann")));
  const results = await Promise.allSettled(
    people.map((userId) => acceptInvite(db, { token, userId })),
  );
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(7);
  expect(await db.$count(memberships, eq(memberships.role, "annotator"))).toBe(7);
  expect(await usesOf()).toEqual([7]);
});

test("one person who accepts fifty times at once uses one place", async () => {
  const token = await invite({ usesMax: 5 });
  const userId = await insertPerson("Ann");
  await Promise.all(Array.from({ length: 50 }, () => acceptInvite(db, { token, userId })));
  expect(await usesOf()).toEqual([1]);
});

test("the database itself refuses a use above the cap", async () => {
  await invite({ usesMax: 1 });
  await expect(db.update(invites).set({ uses: 2 }).where(sql`true`)).rejects.toMatchObject({
    cause: { constraint_name: "invites_uses_capped" },
  });
});

test("a member who accepts again keeps a higher role and uses nothing up", async () => {
  const token = await invite({ role: "annotator" });
  await acceptInvite(db, { token, userId: owner.id });
  expect(await roleOf(owner.id)).toBe("owner");
  expect(await usesOf()).toEqual([0]);
});

test("an invite to a higher role raises a member and counts", async () => {
  const userId = await insertPerson("Ann");
  await acceptInvite(db, { token: await invite({ role: "annotator" }), userId });
  await acceptInvite(db, { token: await invite({ role: "manager" }), userId });
  expect(await roleOf(userId)).toBe("manager");
  expect(await usesOf()).toEqual([1, 1]);
});

test("used-up, expired, revoked and unknown invites each say what is the matter", async () => {
  const usedUp = await invite({});
  await acceptInvite(db, { token: usedUp, userId: await insertPerson("First") });
  const expired = await invite({});
  await db
    .update(invites)
    .set({ expiresAt: new Date(0) })
    .where(eq(invites.uses, 0));
  const revoked = await invite({ label: "revoked" });
  await revokeInvite(db, { viewer: owner, inviteId: await inviteLabelled("revoked") });
  const userId = await insertPerson("Ann");
  const cases = [
    [usedUp, Forbidden, /has been used up/],
    [expired, Forbidden, /has expired/],
    [revoked, Forbidden, /has been withdrawn/],
    ["unknown", NotFound, /no such invite/],
  ] as const;
  for (const [token, kind, words] of cases) {
    for (const fault of [
      await acceptInvite(db, { token, userId }).catch((error) => error),
      await findInviteByToken(db, { token, viewer: null }).catch((error) => error),
      await createAccount(db, { ...joiner, inviteToken: token }).catch((error) => error),
    ]) {
      expect(fault).toBeInstanceOf(kind);
      expect(fault.message).toMatch(words);
    }
  }
  expect(await roleOf(userId)).toBeNull();
  expect(await db.$count(users, eq(users.email, joiner.email))).toBe(0);
});

test("reading an invite uses nothing up and tells a stranger only what the page shows", async () => {
  const token = await invite({ role: "reviewer" });
  expect(await findInviteByToken(db, { token, viewer: null })).toEqual({
    projectSlug: "tone",
    projectName: "Tone",
    projectDescription: "",
    role: "reviewer",
    isMember: false,
  });
  expect(await usesOf()).toEqual([0]);
});

test("joining makes the account and the membership together", async () => {
  const token = await invite({});
  const { userId } = await createAccount(db, { ...joiner, inviteToken: token });
  expect(await roleOf(userId)).toBe("annotator");
});

test("when the last place is taken meanwhile, no account is left behind", async () => {
  const token = await invite({ usesMax: 1 });
  const results = await Promise.allSettled(
    Array.from({ length: 5 }, (_, index) =>
      createAccount(db, { ...joiner, email: `ann-${index}@example.org`, inviteToken: token }),
    ),
  );
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  expect(await db.$count(users, sql`email like 'ann-%'`)).toBe(1);
});

test("an invite opens the door for somebody unknown who comes through a provider", async () => {
  const outcome = await signInWithIdentity(db, {
    identity: {
      provider: "google",
      subject: "g-1",
      email: "ann@example.org",
      isEmailVerified: true,
      name: null,
    },
    linkTo: null,
    inviteToken: await invite({}),
    isSignUpOpen: false,
  });
  expect(outcome.kind === "signed_in" && (await roleOf(outcome.userId))).toBe("annotator");
});

test("a known address is not taken over by joining under it", async () => {
  const token = await invite({});
  await insertPerson("Ann", joiner.email);
  await expect(createAccount(db, { ...joiner, inviteToken: token })).rejects.toThrow(
    /Sign in instead/,
  );
  expect(await usesOf()).toEqual([0]);
});

test.each(["ann@example.org", "ANN@example.org"])(
  "the password %j is refused",
  async (password) => {
    const token = await invite({});
    await expect(createAccount(db, { ...joiner, password, inviteToken: token })).rejects.toThrow(
      /must not be the e-mail/,
    );
  },
);

test("only owners invite owners, and withdraw such an invite", async () => {
  const manager: ProjectViewer = { ...owner, role: "manager" };
  await expect(invite({ role: "owner" }, manager)).rejects.toThrow(Forbidden);
  await invite({ role: "owner", label: "heir" });
  const inviteId = await inviteLabelled("heir");
  await expect(revokeInvite(db, { viewer: manager, inviteId })).rejects.toThrow(Forbidden);
  await invite({ role: "manager" }, manager);
});

test("an invite of another project is not found", async () => {
  await invite({ label: "mine" });
  const inviteId = await inviteLabelled("mine");
  const stranger = { ...owner, projectId: randomUUID() };
  await expect(revokeInvite(db, { viewer: stranger, inviteId })).rejects.toThrow(NotFound);
});

test("the database never holds an invite's token", async () => {
  const token = await invite({});
  expect(JSON.stringify(await db.select().from(invites))).not.toContain(token);
});

async function invite(change: Partial<CreateInviteInput>, viewer = owner): Promise<string> {
  const input: CreateInviteInput = {
    role: "annotator",
    label: "",
    usesMax: 1,
    expiresInDays: 7,
    ...change,
  };
  return (await createInvite(db, { viewer, input })).token;
}

async function inviteLabelled(label: string): Promise<string> {
  const rows = await db.select({ id: invites.id }).from(invites).where(eq(invites.label, label));
  return rows[0]?.id ?? "";
}

async function insertPerson(name: string, email = `${randomUUID()}@example.org`) {
  const rows = await db.insert(users).values({ name, email }).returning({ id: users.id });
  return rows[0]?.id ?? "";
}

function roleOf(userId: string) {
  return findMemberRole(db, { projectId: owner.projectId, userId });
}

async function usesOf(): Promise<number[]> {
  const rows = await db.select({ uses: invites.uses }).from(invites).orderBy(invites.createdAt);
  return rows.map((row) => row.uses);
}
