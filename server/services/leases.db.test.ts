import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { assignments } from "#db/schema/assignments.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { expireLeases } from "./expire-leases.ts";
import { leaveLeases } from "./leave-leases.ts";
import { recordJudgment } from "./record-judgment.ts";
import { renewLeases } from "./renew-leases.ts";
import { serveNext } from "./serve-next.ts";
import { type Annotator, servePairs } from "./serve-pairs.ts";

const { db } = await openTestDatabase();

async function begin(prompts: number) {
  const projectId = await insertJudgingProject(db, { prompts });
  return { projectId, annotatorId: await insertUser(db) };
}

async function arrive(annotator: Annotator) {
  return await serveNext(db, { ...annotator, held: [], refill: false });
}

/** What a window that holds these leases sends as it closes. */
async function close(annotator: Annotator, served: Awaited<ReturnType<typeof arrive>>) {
  const assignmentIds = served.leases.map((lease) => lease.assignmentId);
  const renewedUntil = served.renewedUntil ?? new Date();
  await leaveLeases(db, { ...annotator, input: { assignmentIds, renewedUntil } });
}

/** As if this many seconds had gone by for the leases of one project. */
async function pass(annotator: Annotator, seconds: number): Promise<void> {
  await db
    .update(assignments)
    .set({ leasedUntil: sql`leased_until - make_interval(secs => ${seconds})` })
    .where(eq(assignments.projectId, annotator.projectId));
  await expireLeases(db);
}

function idsOf(served: { leases: readonly { assignmentId: string }[] }): string[] {
  return served.leases.map((lease) => lease.assignmentId);
}

test("a window that closes frees its pairs for others within a minute", async () => {
  const annotator = await begin(3);
  const other = { ...annotator, annotatorId: await insertUser(db) };
  await close(annotator, await arrive(annotator));
  expect((await servePairs(db, { ...other, wanted: 1 })).idle).toBe("busy");
  await pass(annotator, 60);
  expect((await servePairs(db, { ...other, wanted: 3 })).leases).toHaveLength(3);
});

test("somebody at the last pair at this very instant does not end the work of others", async () => {
  const annotator = await begin(1);
  await db.transaction(async (tx) => {
    await tx.execute(sql`select 1 from pairs where project_id = ${annotator.projectId} for update`);
    // biome-ignore lint/nursery/noDrizzleDbObjectInsideTransaction: another connection is the point.
    expect((await servePairs(db, { ...annotator, wanted: 1 })).idle).toBe("busy");
  });
  expect((await servePairs(db, { ...annotator, wanted: 1 })).leases).toHaveLength(1);
});

test("a reload comes back to the same pairs, and the farewell that arrives late does not end them", async () => {
  const annotator = await begin(10);
  const before = await arrive(annotator);
  const after = await arrive(annotator);
  expect(idsOf(after)).toEqual(idsOf(before));
  const knownBefore = new Date((after.renewedUntil ?? new Date()).getTime() - 1000);
  await close(annotator, { ...before, renewedUntil: knownBefore });
  await pass(annotator, 60);
  expect(idsOf(await arrive(annotator))).toEqual(idsOf(before));
  const states = await db
    .select({ state: assignments.state })
    .from(assignments)
    .where(eq(assignments.projectId, annotator.projectId));
  expect(new Set(states.map((row) => row.state))).toEqual(new Set(["leased"]));
});

test("a farewell shortens nobody else's leases and never lengthens one", async () => {
  const annotator = await begin(10);
  const served = await arrive(annotator);
  const stranger = { ...annotator, annotatorId: await insertUser(db) };
  await close(stranger, served);
  await pass(annotator, 60);
  expect((await renewLeases(db, { ...annotator, held: [] })).assignmentIds).toEqual(idsOf(served));
  await pass(annotator, 890);
  await close(annotator, served);
  await pass(annotator, 15);
  expect((await renewLeases(db, { ...annotator, held: [] })).assignmentIds).toEqual([]);
});

test("who comes back after their leases lapsed goes on with the same pairs and sides", async () => {
  const annotator = await begin(50);
  const before = await arrive(annotator);
  await pass(annotator, 3600);
  const after = await arrive(annotator);
  expect(after.leases.map((one) => [one.assignmentId, one.left])).toEqual(
    before.leases.map((one) => [one.assignmentId, one.left]),
  );
});

test("what somebody else has taken in the meantime is not resumed", async () => {
  const annotator = await begin(3);
  const other = { ...annotator, annotatorId: await insertUser(db) };
  await arrive(annotator);
  await pass(annotator, 3600);
  const taken = await servePairs(db, { ...other, wanted: 2 });
  const after = await arrive(annotator);
  expect(after.leases).toHaveLength(1);
  const texts = taken.leases.map((lease) => lease.messages[0]?.content);
  expect(texts).not.toContain(after.leases[0]?.messages[0]?.content);
});

test("a pair that lapsed long ago is drawn anew", async () => {
  const annotator = await begin(1);
  const before = await arrive(annotator);
  await pass(annotator, 30 * 24 * 3600);
  const after = await arrive(annotator);
  expect(after.leases).toHaveLength(1);
  expect(idsOf(after)).not.toEqual(idsOf(before));
});

test("twenty annotators who come back at once never exceed a pair's target", async () => {
  const projectId = await insertJudgingProject(db, { prompts: 20 });
  const annotators = await Promise.all(Array.from({ length: 20 }, () => insertUser(db)));
  const people = annotators.map((annotatorId) => ({ projectId, annotatorId }));
  for (const person of people.slice(0, 7)) await arrive(person);
  await pass({ projectId, annotatorId: "" }, 3600);
  for (const person of people.slice(7, 14)) await arrive(person);
  await pass({ projectId, annotatorId: "" }, 3600);
  await Promise.all(people.map(arrive));
  const rows = await db.execute<{ n: number }>(sql`
    select count(*)::int as n from assignments
    where project_id = ${projectId} and state = 'leased' group by pair_id`);
  expect(Math.max(...rows.map((row) => row.n))).toBe(1);
});

test("a heartbeat keeps the leases and tells what was judged in another window", async () => {
  const annotator = await begin(10);
  const served = await arrive(annotator);
  const [first = "", second = "", third = ""] = idsOf(served);
  const say = { verdict: "left", strength: null, timings: null } as const;
  const input = { ...say, held: [], assignmentId: first, idempotencyKey: randomUUID() };
  await recordJudgment(db, { ...annotator, input });
  await pass(annotator, 600);
  const answer = await renewLeases(db, { ...annotator, held: [first, second, third] });
  expect(answer.assignmentIds).toEqual([second, third]);
  expect(answer.closedIds).toEqual([first]);
  await pass(annotator, 600);
  expect((await renewLeases(db, { ...annotator, held: [] })).assignmentIds).toHaveLength(2);
});
