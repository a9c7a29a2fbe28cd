import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { findGuidelines } from "#db/queries/guidelines.ts";
import { insertMembership } from "#db/queries/memberships.ts";
import { getProjectSettings, listProjects } from "#db/queries/projects.ts";
import { pairs } from "#db/schema/pairs.ts";
import { users } from "#db/schema/users.ts";
import { insertJudgingProject } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import type { UpdateProjectInput } from "#server/contracts/project.ts";
import { createProject } from "./create-project.ts";
import { findProject } from "./find-project.ts";
import { publishGuidelines } from "./publish-guidelines.ts";
import { recordJudgment } from "./record-judgment.ts";
import { serveNext } from "./serve-next.ts";
import { updateProject } from "./update-project.ts";

const { db } = await openTestDatabase();

let ownerId: string;

beforeEach(async () => {
  await db.execute(sql`truncate users, projects cascade`);
  ownerId = await insertPerson();
});

test("projects of the same name get addresses of their own, also at the same moment", async () => {
  const created = await Promise.all(Array.from({ length: 6 }, () => create("Tone & Manner!")));
  const slugs = created.map((project) => project.slug);
  expect(new Set(slugs).size).toBe(6);
  expect(slugs.every((slug) => /^tone-manner(-\w+)?$/.test(slug))).toBe(true);
});

test.each([
  ["Ärger über Öl", "arger-uber-ol"],
  ["<script>alert(1)</script>", "script-alert-1-script"],
  ["比較", "project"],
  ["../../etc/passwd", "etc-passwd"],
  ["x".repeat(100), "x".repeat(50)],
])("a project called %j is found at /%s", async (name, slug) => {
  expect((await create(name)).slug).toBe(slug);
});

test("whoever makes a project owns it, and it starts with guidelines", async () => {
  const { id, slug } = await create("Tone");
  expect(await findProject(db, { viewer: viewer(ownerId), slug })).toMatchObject({ role: "owner" });
  expect((await findGuidelines(db, { projectId: id, version: 1 }))?.markdown).toMatch(/Prefer/);
});

test("a project does not exist for somebody who is not a member", async () => {
  const { slug } = await create("Tone");
  const stranger = viewer(await insertPerson());
  const words = "There is no such project, or you are not a member of it.";
  for (const address of ["nothing", slug]) {
    const sought = findProject(db, { viewer: stranger, slug: address });
    await expect(sought).rejects.toThrow(words);
  }
});

test("one sees one's own projects, an administrator all", async () => {
  const mine = await create("Mine");
  await createProject(db, {
    input: { name: "Other", description: "" },
    ownerId: await insertPerson(),
  });
  const own = await listProjects(db, { userId: ownerId, isAdministrator: false });
  expect(own.map((project) => project.id)).toEqual([mine.id]);
  const all = await listProjects(db, { userId: ownerId, isAdministrator: true });
  expect(all.map((project) => [project.name, project.role])).toEqual([
    ["Mine", "owner"],
    ["Other", null],
  ]);
});

test("the list counts current judgments, one's own and how many there are to be", async () => {
  const projectId = await insertJudgingProject(db, { prompts: 3, policy: { targetJudgments: 2 } });
  const annotatorId = await insertPerson();
  for (const userId of [ownerId, annotatorId]) {
    await insertMembership(db, { projectId, userId, role: "annotator" });
  }
  await judgeOne(projectId, ownerId);
  await judgeOne(projectId, annotatorId);
  const [row] = await listProjects(db, { userId: ownerId, isAdministrator: false });
  expect(row).toMatchObject({ judgments: 2, ownJudgments: 1, targetJudgments: 6 });
});

test("gold pairs and judgments beyond the target bring a project no further", async () => {
  const projectId = await insertJudgingProject(db, { prompts: 2, policy: { targetJudgments: 3 } });
  await insertMembership(db, { projectId, userId: ownerId, role: "annotator" });
  for (const one of [ownerId, await insertPerson()]) {
    await judgeOne(projectId, one);
    await judgeOne(projectId, one);
  }
  const find = async () => (await listProjects(db, { userId: ownerId, isAdministrator: false }))[0];
  expect(await find()).toMatchObject({ judgments: 4, targetJudgments: 6 });
  await change(projectId, { targetJudgments: 1 });
  expect(await find()).toMatchObject({ judgments: 2, ownJudgments: 2, targetJudgments: 2 });
  await db.execute(sql`update pairs set is_gold = true where id =
    (select min(id) from pairs where project_id = ${projectId})`);
  expect(await find()).toMatchObject({ judgments: 1, targetJudgments: 1 });
});

test("a higher target opens settled pairs again, a lower one settles them", async () => {
  const projectId = await insertJudgingProject(db, { prompts: 2 });
  await judgeOne(projectId, ownerId);
  expect(await slots(projectId)).toEqual([
    ["open", 1],
    ["settled", 0],
  ]);
  await change(projectId, { targetJudgments: 3 });
  expect(await slots(projectId)).toEqual([
    ["open", 2],
    ["open", 3],
  ]);
  await change(projectId, { targetJudgments: 1 });
  expect(await slots(projectId)).toEqual([
    ["open", 1],
    ["settled", 0],
  ]);
});

test("a change keeps what it does not name", async () => {
  const projectId = await insertJudgingProject(db, { prompts: 1, policy: { undoSeconds: 77 } });
  await change(projectId, { leaseSeconds: 60 });
  expect((await getProjectSettings(db, projectId)).policy).toMatchObject({
    leaseSeconds: 60,
    undoSeconds: 77,
  });
});

test("guidelines are versioned, and the same text twice is one version", async () => {
  const projectId = await insertJudgingProject(db, { prompts: 1 });
  const publish = (markdown: string) =>
    publishGuidelines(db, { projectId, actorId: ownerId, markdown });
  expect(await publish("Be fair.")).toEqual({ version: 2 });
  expect(await publish("Be fair.")).toEqual({ version: 2 });
  expect((await findGuidelines(db, { projectId, version: 1 }))?.markdown).toBe(
    "Prefer the better one.",
  );
});

test("two who publish at once get a version each", async () => {
  const projectId = await insertJudgingProject(db, { prompts: 1 });
  const versions = await Promise.all(
    ["One.", "Two.", "Three."].map((markdown) =>
      publishGuidelines(db, { projectId, actorId: ownerId, markdown }),
    ),
  );
  expect(versions.map(({ version }) => version).sort()).toEqual([2, 3, 4]);
});

function create(name: string) {
  return createProject(db, { input: { name, description: "" }, ownerId });
}

async function change(projectId: string, part: Partial<UpdateProjectInput>): Promise<void> {
  const { policy } = await getProjectSettings(db, projectId);
  const { targetJudgments, arms, policyName, leaseSeconds, warmupJudgments } = policy;
  const held = { targetJudgments, arms, policyName, leaseSeconds, warmupJudgments };
  const input = { name: "Judging", description: "", ...held, ...part };
  await updateProject(db, { projectId, actorId: ownerId, input });
}

/** One judgment; further pairs that were handed out on the way are given back. */
async function judgeOne(projectId: string, annotatorId: string): Promise<void> {
  const { leases } = await serveNext(db, { projectId, annotatorId, held: [], refill: false });
  const [lease] = leases;
  if (lease === undefined) throw new Error("nothing to judge");
  const input = {
    assignmentId: lease.assignmentId,
    idempotencyKey: randomUUID(),
    verdict: "left" as const,
    strength: null,
    timings: null,
    held: [],
  };
  await recordJudgment(db, { projectId, annotatorId, input });
  await db.execute(sql`update assignments set state = 'released' where state = 'leased'`);
  await db.execute(sql`update pairs p set open_slots = p.target_judgments - (
    select count(*) from assignments a where a.pair_id = p.id and a.state = 'judged')`);
}

async function slots(projectId: string) {
  const rows = await db
    .select({ status: pairs.status, openSlots: pairs.openSlots })
    .from(pairs)
    .where(eq(pairs.projectId, projectId));
  return rows.map((row) => [row.status, row.openSlots]).sort();
}

async function insertPerson(): Promise<string> {
  const email = `${randomUUID()}@example.org`;
  const rows = await db.insert(users).values({ name: "Ann", email }).returning({ id: users.id });
  return rows[0]?.id ?? "";
}

function viewer(id: string) {
  return { id, name: "Ann", email: "", isAdministrator: false };
}
