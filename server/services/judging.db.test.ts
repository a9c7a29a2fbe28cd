import { randomUUID } from "node:crypto";
import { and, count, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { assignments } from "#db/schema/assignments.ts";
import { judgments } from "#db/schema/judgments.ts";
import { pairs, queueEntries } from "#db/schema/pairs.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import type { RecordJudgmentInput } from "#server/contracts/judgment.ts";
import { Invalid, NotFound } from "#server/errors.ts";
import { expireLeases } from "./expire-leases.ts";
import { recordJudgment } from "./record-judgment.ts";
import { serveNext } from "./serve-next.ts";
import { servePairs } from "./serve-pairs.ts";
import { skipAssignment } from "./skip-assignment.ts";

const { db } = await openTestDatabase();

async function begin(plan: Parameters<typeof insertJudgingProject>[1]) {
  const projectId = await insertJudgingProject(db, plan);
  return { projectId, annotatorId: await insertUser(db) };
}

function say(
  assignmentId: string,
  verdict: RecordJudgmentInput["verdict"] = "left",
): RecordJudgmentInput {
  const idempotencyKey = randomUUID();
  return { assignmentId, idempotencyKey, verdict, strength: null, timings: null, held: [] };
}

async function leaseOne(annotator: { projectId: string; annotatorId: string }): Promise<string> {
  const { leases } = await servePairs(db, { ...annotator, wanted: 1 });
  const lease = leases.at(0);
  if (lease === undefined) throw new Error("nothing was served");
  return lease.assignmentId;
}

async function lapse(assignmentId: string): Promise<void> {
  await db
    .update(assignments)
    .set({ leasedUntil: sql`now() - interval '1 second'` })
    .where(eq(assignments.id, assignmentId));
}

async function countCurrent(projectId: string): Promise<number> {
  const rows = await db
    .select({ n: count() })
    .from(judgments)
    .where(
      and(eq(judgments.projectId, projectId), sql`superseded_by is null and withdrawn_at is null`),
    );
  return rows.at(0)?.n ?? 0;
}

test("an annotator who comes back gets the pairs they left, with the same sides", async () => {
  const annotator = await begin({ prompts: 10 });
  const before = await serveNext(db, { ...annotator, held: [], refill: false });
  const after = await serveNext(db, { ...annotator, held: [], refill: false });
  expect(before.leases).toHaveLength(3);
  expect(after.leases.map((lease) => [lease.assignmentId, lease.left])).toEqual(
    before.leases.map((lease) => [lease.assignmentId, lease.left]),
  );
});

test("two tabs opened at once share the same leases", async () => {
  const annotator = await begin({ prompts: 20 });
  await Promise.all(
    Array.from({ length: 10 }, () => serveNext(db, { ...annotator, held: [], refill: false })),
  );
  const held = await db
    .select({ id: assignments.id })
    .from(assignments)
    .where(eq(assignments.projectId, annotator.projectId));
  expect(held).toHaveLength(3);
});

test("one submission sent fifty times at once is one judgment", async () => {
  const annotator = await begin({ prompts: 3 });
  const input = say(await leaseOne(annotator));
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, () => recordJudgment(db, { ...annotator, input })),
  );
  expect(outcomes.filter((outcome) => outcome === "recorded")).toHaveLength(1);
  expect(await countCurrent(annotator.projectId)).toBe(1);
});

test("two tabs that judge the same pair differently leave one judgment, the first to arrive", async () => {
  const annotator = await begin({ prompts: 3 });
  const assignmentId = await leaseOne(annotator);
  const outcomes = await Promise.all([
    recordJudgment(db, { ...annotator, input: say(assignmentId, "left") }),
    recordJudgment(db, { ...annotator, input: say(assignmentId, "right") }),
  ]);
  expect(outcomes.toSorted()).toEqual(["preceded", "recorded"]);
  expect(await countCurrent(annotator.projectId)).toBe(1);
});

test("twenty annotators at once never exceed a pair's target", async () => {
  const projectId = await insertJudgingProject(db, {
    prompts: 30,
    policy: { targetJudgments: 2 },
  });
  const annotators = await Promise.all(Array.from({ length: 20 }, () => insertUser(db)));
  await Promise.all(
    annotators.map(async (annotatorId) => {
      const annotator = { projectId, annotatorId };
      for (let step = 0; step < 5; step += 1) {
        const { leases } = await servePairs(db, { ...annotator, wanted: 1 });
        for (const lease of leases) {
          await recordJudgment(db, { ...annotator, input: say(lease.assignmentId) });
        }
      }
    }),
  );
  const overlaps = await db
    .select({ pairId: judgments.pairId, n: count() })
    .from(judgments)
    .where(eq(judgments.projectId, projectId))
    .groupBy(judgments.pairId);
  expect(Math.max(...overlaps.map((overlap) => overlap.n))).toBeLessThanOrEqual(2);
  const open = await db
    .select({ slots: sql<number>`sum(${pairs.openSlots})`.mapWith(Number) })
    .from(pairs)
    .where(eq(pairs.projectId, projectId));
  const judged = await countCurrent(projectId);
  expect(judged).toBeGreaterThanOrEqual(50);
  expect(open.at(0)?.slots).toBe(60 - judged);
});

test("a judgment whose lease went to somebody else is kept, marked late, and only then exceeds the target", async () => {
  const annotator = await begin({ prompts: 1 });
  const other = { ...annotator, annotatorId: await insertUser(db) };
  const assignmentId = await leaseOne(annotator);
  await lapse(assignmentId);
  await expireLeases(db);
  await recordJudgment(db, { ...other, input: say(await leaseOne(other)) });
  await recordJudgment(db, { ...annotator, input: say(assignmentId) });
  const rows = await db
    .select({ annotatorId: judgments.annotatorId, isLate: judgments.isLate })
    .from(judgments)
    .where(eq(judgments.projectId, annotator.projectId));
  expect(rows).toHaveLength(2);
  expect(rows.find((row) => row.isLate)?.annotatorId).toBe(annotator.annotatorId);
});

test("a lapsed lease that came back to the same annotator takes the late judgment in its place", async () => {
  const annotator = await begin({ prompts: 1 });
  const lapsed = await leaseOne(annotator);
  await lapse(lapsed);
  await expireLeases(db);
  // Served anew, as after a refill; only somebody who comes back is given the old lease.
  const renewed = await leaseOne(annotator);
  expect(renewed).not.toBe(lapsed);
  expect(await recordJudgment(db, { ...annotator, input: say(lapsed) })).toBe("recorded");
  expect(await recordJudgment(db, { ...annotator, input: say(renewed) })).toBe("preceded");
  expect(await countCurrent(annotator.projectId)).toBe(1);
});

test("left and right are stored as first and second of the canonical order", async () => {
  const annotator = await begin({ prompts: 40 });
  for (let step = 0; step < 40; step += 1) {
    await recordJudgment(db, { ...annotator, input: say(await leaseOne(annotator), "left") });
  }
  const rows = await db
    .select({ verdict: judgments.verdict, leftIsFirst: assignments.leftIsFirst, n: count() })
    .from(judgments)
    .innerJoin(assignments, eq(assignments.id, judgments.assignmentId))
    .where(eq(judgments.projectId, annotator.projectId))
    .groupBy(judgments.verdict, assignments.leftIsFirst);
  // 40 fair coins all fall alike once in 5·10¹¹ runs.
  expect(rows).toHaveLength(2);
  for (const row of rows) expect(row.verdict).toBe(row.leftIsFirst ? "first" : "second");
});

test("a skipped pair goes to others and never back to who skipped it", async () => {
  const annotator = await begin({ prompts: 1 });
  const input = { assignmentId: await leaseOne(annotator), reason: "unclear" as const, held: [] };
  await skipAssignment(db, { ...annotator, input });
  await skipAssignment(db, { ...annotator, input });
  expect((await servePairs(db, { ...annotator, wanted: 1 })).leases).toEqual([]);
  const other = { ...annotator, annotatorId: await insertUser(db) };
  expect((await servePairs(db, { ...other, wanted: 1 })).leases).toHaveLength(1);
});

test("an idle annotator is told why", async () => {
  const annotator = await begin({ prompts: 1 });
  const other = { ...annotator, annotatorId: await insertUser(db) };
  const assignmentId = await leaseOne(annotator);
  expect((await servePairs(db, { ...other, wanted: 1 })).idle).toBe("busy");
  await recordJudgment(db, { ...annotator, input: say(assignmentId) });
  expect((await servePairs(db, { ...annotator, wanted: 1 })).idle).toBe("finished");
  const empty = await begin({ prompts: 0 });
  expect((await servePairs(db, { ...empty, wanted: 1 })).idle).toBe("empty");
});

test("somebody else's assignment cannot be judged, and what the form forbids is refused", async () => {
  const annotator = await begin({ prompts: 2, form: { hasTie: false, strengthLevels: 2 } });
  const assignmentId = await leaseOne(annotator);
  const stranger = { ...annotator, annotatorId: await insertUser(db) };
  await expect(recordJudgment(db, { ...stranger, input: say(assignmentId) })).rejects.toThrow(
    NotFound,
  );
  await expect(
    recordJudgment(db, { ...annotator, input: say(assignmentId, "tie") }),
  ).rejects.toThrow(Invalid);
  await expect(
    recordJudgment(db, { ...annotator, input: { ...say(assignmentId), strength: 3 } }),
  ).rejects.toThrow(Invalid);
  await recordJudgment(db, { ...annotator, input: { ...say(assignmentId), strength: 2 } });
  expect(await countCurrent(annotator.projectId)).toBe(1);
});

test("the active arm serves the queue and stores weight over what was still servable", async () => {
  const policy = { arms: { active: 1, control: 0, holdout: 0, gold: 0, repeat: 0 } };
  const annotator = await begin({ prompts: 4, policy });
  const rows = await db
    .select({ id: pairs.id, promptId: pairs.promptId })
    .from(pairs)
    .where(eq(pairs.projectId, annotator.projectId))
    .orderBy(pairs.id);
  const queued = rows.slice(0, 3).map((row, index) => ({
    pairId: row.id,
    promptId: row.promptId,
    projectId: annotator.projectId,
    weight: [0.2, 0.3, 0.1][index] ?? 0,
    promptWeight: [0.4, 0.6, 1][index] ?? 0,
    pFirst: 0.5,
    epistemic: 0.1,
    aleatoric: 0.6,
    policy: "capped",
    modelVersion: 7,
  }));
  await db.insert(queueEntries).values(queued);
  await servePairs(db, { ...annotator, wanted: 4 });
  const served = await db
    .select({
      pairId: assignments.pairId,
      policy: assignments.policy,
      propensity: assignments.propensity,
      modelVersion: assignments.modelVersion,
    })
    .from(assignments)
    .where(eq(assignments.projectId, annotator.projectId))
    .orderBy(assignments.createdAt);
  let servable = 2;
  for (const row of served.slice(0, 3)) {
    const entry = queued.find((one) => one.pairId === row.pairId);
    expect(row.propensity).toBeCloseTo((entry?.weight ?? 0) / servable, 12);
    servable -= entry?.promptWeight ?? 0;
  }
  expect(served.at(3)).toMatchObject({ pairId: rows.at(3)?.id, propensity: 1 });
  expect(served.map((row) => row.policy)).toEqual(["capped", "capped", "capped", "uniform"]);
});

test("judgments cannot be changed or deleted, not even by a statement of our own", async () => {
  const annotator = await begin({ prompts: 1 });
  await recordJudgment(db, { ...annotator, input: say(await leaseOne(annotator)) });
  const mine = eq(judgments.projectId, annotator.projectId);
  await expect(db.update(judgments).set({ verdict: "tie" }).where(mine)).rejects.toThrow();
  await expect(db.delete(judgments).where(mine)).rejects.toThrow();
  await expect(
    db.execute(sql`delete from projects where id = ${annotator.projectId}`),
  ).resolves.toBeDefined();
});
