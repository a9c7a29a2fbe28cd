import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { findAcknowledgedVersion } from "#db/queries/guidelines.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { NotFound } from "#server/errors.ts";
import { acknowledgeGuidelines } from "./acknowledge-guidelines.ts";
import { findOpening } from "./find-opening.ts";
import { findProgress } from "./find-progress.ts";
import { recordJudgment } from "./record-judgment.ts";
import { serveNext } from "./serve-next.ts";
import { servePairs } from "./serve-pairs.ts";
import { undoJudgment } from "./undo-judgment.ts";

const { db } = await openTestDatabase();

async function begin(targetJudgments: number) {
  const projectId = await insertJudgingProject(db, { prompts: 9, policy: { targetJudgments } });
  return { projectId, annotatorId: await insertUser(db) };
}

type Annotator = Awaited<ReturnType<typeof begin>>;

async function judge(annotator: Annotator): Promise<string> {
  const { leases } = await servePairs(db, { ...annotator, wanted: 1 });
  const assignmentId = leases.at(0)?.assignmentId ?? "";
  const idempotencyKey = randomUUID();
  const said = {
    assignmentId,
    idempotencyKey,
    verdict: "left",
    strength: null,
    timings: null,
    held: [],
  } as const;
  await recordJudgment(db, { ...annotator, input: { ...said, held: [] } });
  return idempotencyKey;
}

test("points wait while a pair wants other opinions, and settle with it", async () => {
  const annotator = await begin(2);
  await judge(annotator);
  expect((await findProgress(db, annotator)).points).toEqual({ settled: 0, pending: 10 });
  const other = { ...annotator, annotatorId: await insertUser(db) };
  for (let index = 0; index < 9; index += 1) await judge(other);
  expect((await findProgress(db, annotator)).points).toEqual({ settled: 10, pending: 0 });
});

test("an undone judgment leaves the count and the points", async () => {
  const annotator = await begin(1);
  await undoJudgment(db, { ...annotator, idempotencyKey: await judge(annotator) });
  const progress = await findProgress(db, annotator);
  expect(progress).toEqual({ today: 0, streak: 0, points: { settled: 0, pending: 0 } });
});

test("a streak counts days, not judgments, and only this person's", async () => {
  const annotator = await begin(3);
  await judge(annotator);
  await judge(annotator);
  await judge({ ...annotator, annotatorId: await insertUser(db) });
  expect(await findProgress(db, annotator)).toMatchObject({ today: 2, streak: 1 });
  const tomorrow = new Date(Date.now() + 86_400_000);
  expect(await findProgress(db, annotator, tomorrow)).toMatchObject({ today: 0, streak: 1 });
  const later = new Date(Date.now() + 2 * 86_400_000);
  expect(await findProgress(db, annotator, later)).toMatchObject({ today: 0, streak: 0 });
});

test("whoever waits for others is told when the first pair may come free", async () => {
  const projectId = await insertJudgingProject(db, { prompts: 1 });
  const holder = { projectId, annotatorId: await insertUser(db) };
  await servePairs(db, { ...holder, wanted: 1 });
  const waiting = { projectId, annotatorId: await insertUser(db) };
  const served = await serveNext(db, { ...waiting, held: [], refill: false });
  expect(served.idle).toBe("busy");
  expect(served.moreAt?.getTime()).toBeGreaterThan(Date.now());
});

test("a version of the guidelines is acknowledged once, and a new one asks again", async () => {
  const annotator = await begin(1);
  expect((await findOpening(db, annotator)).acknowledgedVersion).toBeNull();
  await acknowledgeGuidelines(db, { ...annotator, version: 1 });
  await acknowledgeGuidelines(db, { ...annotator, version: 1 });
  expect((await findOpening(db, annotator)).acknowledgedVersion).toBe(1);
  await db.execute(sql`insert into guidelines (project_id, version, markdown)
    values (${annotator.projectId}, 2, 'Now prefer the shorter one.')`);
  await db.execute(
    sql`update projects set guidelines_version = 2 where id = ${annotator.projectId}`,
  );
  const opening = await findOpening(db, annotator);
  expect([opening.guidelines?.version, opening.acknowledgedVersion]).toEqual([2, 1]);
  await expect(acknowledgeGuidelines(db, { ...annotator, version: 3 })).rejects.toThrow(NotFound);
  const { projectId, annotatorId: userId } = annotator;
  expect(await findAcknowledgedVersion(db, { projectId, userId })).toBe(1);
});
