import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { findMemberRole, insertMembership } from "#db/queries/memberships.ts";
import { assignments } from "#db/schema/assignments.ts";
import { auditEvents } from "#db/schema/audit-events.ts";
import { memberships } from "#db/schema/memberships.ts";
import { users } from "#db/schema/users.ts";
import { insertJudgingProject } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import type { ProjectViewer } from "#server/auth/viewer.ts";
import type { Role } from "#server/contracts/vocabulary.ts";
import { authoriseProject } from "./authorise-project.ts";
import { changeMemberRole } from "./change-member-role.ts";
import { removeMember } from "./remove-member.ts";
import { serveNext } from "./serve-next.ts";

const { db } = await openTestDatabase();

let projectId: string;

beforeEach(async () => {
  await db.execute(sql`truncate users, projects cascade`);
  projectId = await insertJudgingProject(db, { prompts: 2 });
});

test("the last owner can neither leave nor step down", async () => {
  const owner = await join("owner");
  await expect(removeMember(db, { viewer: owner, userId: owner.id })).rejects.toThrow(/last owner/);
  await expect(
    changeMemberRole(db, { viewer: owner, userId: owner.id, role: "manager" }),
  ).rejects.toThrow(/last owner/);
  expect(await roleOf(owner.id)).toBe("owner");
});

test("two owners who leave at the same moment leave one of them behind", async () => {
  for (let round = 0; round < 5; round += 1) {
    await db.delete(memberships).where(eq(memberships.projectId, projectId));
    const owners = [await join("owner"), await join("owner")];
    const results = await Promise.allSettled(
      owners.map((owner) => removeMember(db, { viewer: owner, userId: owner.id })),
    );
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await db.$count(memberships, eq(memberships.role, "owner"))).toBe(1);
  }
});

test("an owner may step down once there is another", async () => {
  const owner = await join("owner");
  await join("owner");
  await changeMemberRole(db, { viewer: owner, userId: owner.id, role: "annotator" });
  expect(await roleOf(owner.id)).toBe("annotator");
});

test("a manager manages managers, reviewers and annotators, and no owner", async () => {
  const owner = await join("owner");
  const manager = await join("manager");
  const other = await join("annotator");
  await changeMemberRole(db, { viewer: manager, userId: other.id, role: "manager" });
  expect(await roleOf(other.id)).toBe("manager");
  const make = changeMemberRole(db, { viewer: manager, userId: other.id, role: "owner" });
  await expect(make).rejects.toThrow(/Only owners/);
  const rise = changeMemberRole(db, { viewer: manager, userId: manager.id, role: "owner" });
  await expect(rise).rejects.toThrow(/Only owners/);
  const remove = removeMember(db, { viewer: manager, userId: owner.id });
  await expect(remove).rejects.toThrow(/Only owners/);
  await removeMember(db, { viewer: manager, userId: other.id });
  expect(await roleOf(other.id)).toBeNull();
});

test("an annotator may leave and change nobody, not even their own role", async () => {
  await join("owner");
  const annotator = await join("annotator");
  const other = await join("annotator");
  const remove = removeMember(db, { viewer: annotator, userId: other.id });
  await expect(remove).rejects.toThrow(/Only managers/);
  const rise = changeMemberRole(db, { viewer: annotator, userId: annotator.id, role: "manager" });
  await expect(rise).rejects.toThrow(/Only managers/);
  await removeMember(db, { viewer: annotator, userId: annotator.id });
  expect(await roleOf(annotator.id)).toBeNull();
});

test("a role or a removal counts from the next request on", async () => {
  const owner = await join("owner");
  const member = await join("manager");
  const ask = () => authoriseProject(db, { viewer: member, projectId, required: "manager" });
  expect((await ask()).role).toBe("manager");
  await changeMemberRole(db, { viewer: owner, userId: member.id, role: "annotator" });
  await expect(ask()).rejects.toThrow(/Only a manager/);
  await removeMember(db, { viewer: owner, userId: member.id });
  await expect(ask()).rejects.toThrow(/not a member/);
});

test("the pairs of a removed member are free for the next sweep", async () => {
  const owner = await join("owner");
  const member = await join("annotator");
  await serveNext(db, { projectId, annotatorId: member.id, held: [], refill: false });
  await removeMember(db, { viewer: owner, userId: member.id });
  const held = await db
    .select({ isLapsed: sql<boolean>`leased_until <= now()` })
    .from(assignments)
    .where(eq(assignments.annotatorId, member.id));
  expect(held.length).toBeGreaterThan(0);
  expect(held.every((row) => row.isLapsed)).toBe(true);
});

test("changes leave a trace that names who, whom and what", async () => {
  const owner = await join("owner");
  const member = await join("annotator");
  await changeMemberRole(db, { viewer: owner, userId: member.id, role: "reviewer" });
  await removeMember(db, { viewer: owner, userId: member.id });
  const events = await db
    .select({ action: auditEvents.action, detail: auditEvents.detail })
    .from(auditEvents)
    .where(eq(auditEvents.actorId, owner.id))
    .orderBy(auditEvents.id);
  expect(events).toEqual([
    {
      action: "member.role_changed",
      detail: { userId: member.id, from: "annotator", to: "reviewer" },
    },
    { action: "member.removed", detail: { userId: member.id, role: "reviewer" } },
  ]);
});

async function join(role: Role): Promise<ProjectViewer> {
  const email = `${randomUUID()}@example.org`;
  const rows = await db.insert(users).values({ name: role, email }).returning({ id: users.id });
  const id = rows[0]?.id ?? "";
  await insertMembership(db, { projectId, userId: id, role });
  return { id, name: role, email, isAdministrator: false, projectId, role };
}

function roleOf(userId: string) {
  return findMemberRole(db, { projectId, userId });
}
