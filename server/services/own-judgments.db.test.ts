import { randomUUID } from "node:crypto";
import { and, count, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { listAnnotatorPoints } from "#db/queries/leaderboards.ts";
import { assignments } from "#db/schema/assignments.ts";
import { judgments } from "#db/schema/judgments.ts";
import { pairs } from "#db/schema/pairs.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import type { AmendJudgmentInput } from "#server/contracts/judgment.ts";
import type { SidedVerdict } from "#server/contracts/vocabulary.ts";
import { Conflict, Invalid, NotFound } from "#server/errors.ts";
import { amendJudgment } from "./amend-judgment.ts";
import { findOwnJudgment } from "./find-own-judgment.ts";
import { listOwnJudgments } from "./list-own-judgments.ts";
import { recordJudgment } from "./record-judgment.ts";
import { type Annotator, servePairs } from "./serve-pairs.ts";
import { undoJudgment } from "./undo-judgment.ts";

const { db } = await openTestDatabase();

async function begin(plan: Parameters<typeof insertJudgingProject>[1]) {
  const projectId = await insertJudgingProject(db, plan);
  return { projectId, annotatorId: await insertUser(db) };
}

/** Judges the next pair and returns the key of the judgment. */
async function judge(annotator: Annotator, verdict: SidedVerdict = "left"): Promise<string> {
  return await record(annotator, await take(annotator), verdict);
}

async function take(annotator: Annotator): Promise<string> {
  const { leases } = await servePairs(db, { ...annotator, wanted: 1 });
  const lease = leases.at(0);
  if (lease === undefined) throw new Error("nothing was served");
  return lease.assignmentId;
}

async function record(annotator: Annotator, assignmentId: string, verdict: SidedVerdict) {
  const input = say(verdict);
  await recordJudgment(db, { ...annotator, input: { ...input, assignmentId, held: [] } });
  return input.idempotencyKey;
}

function say(verdict: SidedVerdict) {
  return { idempotencyKey: randomUUID(), verdict, strength: null, timings: null };
}

async function newest(annotator: Annotator): Promise<string> {
  const { judgments: mine } = await listOwnJudgments(db, { ...annotator, cursor: null });
  return mine[0]?.judgmentId ?? "";
}

async function amend(annotator: Annotator, input: Omit<AmendJudgmentInput, "judgmentId">) {
  const judgmentId = await newest(annotator);
  return await amendJudgment(db, { ...annotator, input: { ...input, judgmentId } });
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

async function boardOf(annotator: Annotator) {
  const board = await listAnnotatorPoints(db, { ...annotator, since: new Date(0) });
  return board.map(({ points, judgments: n }) => ({ points, judgments: n }));
}

const twoEach = { targetJudgments: 2, undoSeconds: 0 };

test("undo leases the pair again, says what had been said, and takes its points back", async () => {
  const annotator = await begin({ prompts: 5 });
  const idempotencyKey = await judge(annotator, "right");
  const { assignmentId, said } = await undoJudgment(db, { ...annotator, idempotencyKey });
  expect(said).toMatchObject({ verdict: "right", strength: null });
  expect(await countCurrent(annotator.projectId)).toBe(0);
  const input = { ...say("tie"), assignmentId, held: [] };
  expect(await recordJudgment(db, { ...annotator, input })).toBe("recorded");
  const rows = await db
    .select({ verdict: judgments.verdict, supersededBy: judgments.supersededBy })
    .from(judgments)
    .where(eq(judgments.projectId, annotator.projectId));
  expect(rows).toHaveLength(2);
  expect(rows.filter((row) => row.supersededBy === null).map((row) => row.verdict)).toEqual([
    "tie",
  ]);
  expect(await boardOf(annotator)).toEqual([{ points: 10, judgments: 1 }]);
});

test("several judgments can be undone one after the other, in any order", async () => {
  const annotator = await begin({ prompts: 5 });
  const keys = [await judge(annotator), await judge(annotator), await judge(annotator)];
  for (const idempotencyKey of [keys[1], keys[2], keys[0]]) {
    await undoJudgment(db, { ...annotator, idempotencyKey: idempotencyKey ?? "" });
  }
  expect(await countCurrent(annotator.projectId)).toBe(0);
  expect((await servePairs(db, { ...annotator, wanted: 3 })).leases).toHaveLength(3);
});

test("an undo sent twenty times at once takes one judgment back", async () => {
  const annotator = await begin({ prompts: 5 });
  await judge(annotator);
  const idempotencyKey = await judge(annotator);
  const undone = await Promise.all(
    Array.from({ length: 20 }, () => undoJudgment(db, { ...annotator, idempotencyKey })),
  );
  expect(new Set(undone.map((one) => one.assignmentId)).size).toBe(1);
  expect(await countCurrent(annotator.projectId)).toBe(1);
  expect(await boardOf(annotator)).toEqual([{ points: 10, judgments: 1 }]);
});

test("an undo that arrives late does not touch the judgment made since", async () => {
  const annotator = await begin({ prompts: 5 });
  const idempotencyKey = await judge(annotator);
  const { assignmentId } = await undoJudgment(db, { ...annotator, idempotencyKey });
  const input = { ...say("tie"), assignmentId, held: [] };
  await recordJudgment(db, { ...annotator, input });
  await expect(undoJudgment(db, { ...annotator, idempotencyKey })).rejects.toThrow(Conflict);
  expect(await countCurrent(annotator.projectId)).toBe(1);
});

test("undo has nothing to take back once the window has passed, nor for anybody else", async () => {
  const annotator = await begin({ prompts: 5, policy: { undoSeconds: 0 } });
  const idempotencyKey = await judge(annotator);
  await expect(undoJudgment(db, { ...annotator, idempotencyKey })).rejects.toThrow(Conflict);
  const stranger = { ...annotator, annotatorId: await insertUser(db) };
  await expect(undoJudgment(db, { ...stranger, idempotencyKey })).rejects.toThrow(NotFound);
});

test("an amendment supersedes what was said and earns nothing more", async () => {
  const annotator = await begin({ prompts: 5, policy: twoEach });
  await judge(annotator, "left");
  expect(await amend(annotator, say("both_bad"))).toBe("recorded");
  const rows = await db
    .select({ verdict: judgments.verdict, supersededBy: judgments.supersededBy })
    .from(judgments)
    .where(eq(judgments.projectId, annotator.projectId))
    .orderBy(judgments.sequence);
  expect(rows.map((row) => row.supersededBy !== null)).toEqual([true, false]);
  expect(rows[1]?.verdict).toBe("both_bad");
  expect(await boardOf(annotator)).toEqual([{ points: 10, judgments: 1 }]);
  const { judgments: mine } = await listOwnJudgments(db, { ...annotator, cursor: null });
  expect(mine).toMatchObject([{ verdict: "both_bad", isAmended: true, isSettled: false }]);
});

test("one amendment sent thirty times at once is one judgment", async () => {
  const annotator = await begin({ prompts: 5, policy: twoEach });
  await judge(annotator);
  const input = { ...say("tie"), judgmentId: await newest(annotator) };
  const outcomes = await Promise.all(
    Array.from({ length: 30 }, () => amendJudgment(db, { ...annotator, input })),
  );
  expect(outcomes.filter((outcome) => outcome === "recorded")).toHaveLength(1);
  expect(await countCurrent(annotator.projectId)).toBe(1);
});

test("of two windows that amend the same judgment at once, one is told that it was changed", async () => {
  const annotator = await begin({ prompts: 5, policy: twoEach });
  await judge(annotator);
  const judgmentId = await newest(annotator);
  const results = await Promise.allSettled([
    amendJudgment(db, { ...annotator, input: { ...say("tie"), judgmentId } }),
    amendJudgment(db, { ...annotator, input: { ...say("right"), judgmentId } }),
  ]);
  expect(results.map((result) => result.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await countCurrent(annotator.projectId)).toBe(1);
});

test("an amendment and the judgment that settles the pair at once leave one current judgment each", async () => {
  for (let round = 0; round < 10; round += 1) {
    const annotator = await begin({ prompts: 1, policy: twoEach });
    const other = { ...annotator, annotatorId: await insertUser(db) };
    await judge(annotator);
    // Whoever asks for a pair passes over one that somebody is at, so it is leased before.
    const assignmentId = await take(other);
    const results = await Promise.allSettled([
      amend(annotator, say("tie")),
      record(other, assignmentId, "left"),
    ]);
    expect(results[1]?.status).toBe("fulfilled");
    if (results[0]?.status === "rejected") expect(results[0].reason).toBeInstanceOf(Conflict);
    expect(await countCurrent(annotator.projectId)).toBe(2);
  }
});

test("after the pair is settled its judgment stands, and a sentence says so", async () => {
  const annotator = await begin({ prompts: 1, policy: twoEach });
  await judge(annotator);
  const judgmentId = await newest(annotator);
  await judge({ ...annotator, annotatorId: await insertUser(db) });
  const found = await findOwnJudgment(db, { ...annotator, judgmentId });
  expect(found).toMatchObject({ closed: "settled", isSettled: true });
  await expect(amend(annotator, say("tie"))).rejects.toThrow(/settled since/);
});

test("where one judgment settles a pair it can be changed for as long as it could be undone", async () => {
  const young = await begin({ prompts: 1 });
  await judge(young);
  expect(await amend(young, say("tie"))).toBe("recorded");
  const old = await begin({ prompts: 1, policy: { undoSeconds: 0 } });
  await judge(old);
  await expect(amend(old, say("tie"))).rejects.toThrow(Conflict);
});

test("an amendment can be undone, and the pair judged once more counts once", async () => {
  const annotator = await begin({ prompts: 5 });
  await judge(annotator);
  const amendment = say("tie");
  await amend(annotator, amendment);
  const { idempotencyKey } = amendment;
  const { assignmentId } = await undoJudgment(db, { ...annotator, idempotencyKey });
  expect(await boardOf(annotator)).toEqual([{ points: 0, judgments: 0 }]);
  await recordJudgment(db, { ...annotator, input: { ...say("left"), assignmentId, held: [] } });
  expect(await boardOf(annotator)).toEqual([{ points: 10, judgments: 1 }]);
  expect(await countCurrent(annotator.projectId)).toBe(1);
});

test("nobody sees, opens or changes the judgments of another", async () => {
  const annotator = await begin({ prompts: 2, policy: twoEach });
  await judge(annotator);
  const judgmentId = await newest(annotator);
  const stranger = { ...annotator, annotatorId: await insertUser(db) };
  expect((await listOwnJudgments(db, { ...stranger, cursor: null })).judgments).toEqual([]);
  expect((await listOwnJudgments(db, { ...stranger, cursor: judgmentId })).judgments).toEqual([]);
  await expect(findOwnJudgment(db, { ...stranger, judgmentId })).rejects.toThrow(NotFound);
  const input = { ...say("tie"), judgmentId };
  await expect(amendJudgment(db, { ...stranger, input })).rejects.toThrow(NotFound);
});

test("what the form forbids cannot be said by an amendment either", async () => {
  const annotator = await begin({ prompts: 2, form: { hasTie: false } });
  await judge(annotator);
  await expect(amend(annotator, say("tie"))).rejects.toThrow(Invalid);
});

test("the list goes back page by page without gap or repetition", async () => {
  const annotator = await begin({ prompts: 60 });
  for (let step = 0; step < 60; step += 1) await judge(annotator);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listOwnJudgments(db, { ...annotator, cursor });
    seen.push(...page.judgments.map((one) => one.judgmentId));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(new Set(seen).size).toBe(60);
  expect(seen).toHaveLength(60);
});

test("a pair put to the same person again is listed once, and looks like any other", async () => {
  const annotator = await begin({ prompts: 2 });
  await judge(annotator);
  await judge(annotator);
  const rows = await db
    .select()
    .from(assignments)
    .where(eq(assignments.projectId, annotator.projectId))
    .limit(1);
  const served = rows[0];
  if (served === undefined) throw new Error("nothing was served");
  const again = { ...served, id: randomUUID(), repeatIndex: 1, arm: "repeat" as const };
  await db.insert(assignments).values({ ...again, state: "leased" });
  const input = { ...say("tie"), assignmentId: again.id, held: [] };
  await recordJudgment(db, { ...annotator, input });
  const { judgments: mine } = await listOwnJudgments(db, { ...annotator, cursor: null });
  expect(mine).toHaveLength(2);
  expect(mine[0]?.verdict).toBe("tie");
  const shapes = mine.map((one) => Object.keys(one).join());
  expect(new Set(shapes).size).toBe(1);
});

test("a judgment opens with the sides on which it was made, and names nothing else", async () => {
  const annotator = await begin({ prompts: 6 });
  for (let step = 0; step < 6; step += 1) {
    const [lease] = (await servePairs(db, { ...annotator, wanted: 1 })).leases;
    await judge(annotator, "left");
    const judgmentId = await newest(annotator);
    const found = await findOwnJudgment(db, { ...annotator, judgmentId });
    expect([found.left, found.right]).toEqual([lease?.left, lease?.right]);
    expect(found.said.verdict).toBe("left");
    expect(JSON.stringify(found)).not.toMatch(
      /model-|"(arm|propensity|policy|pairId|leftIsFirst|slice|gold|repeatIndex|priority)"/,
    );
  }
});

test("a dead pair counts as settled for who judged it", async () => {
  const annotator = await begin({ prompts: 1, policy: twoEach });
  await judge(annotator);
  const dead = { status: "dead", deadReason: "withdrawn" } as const;
  await db.update(pairs).set(dead).where(eq(pairs.projectId, annotator.projectId));
  await expect(amend(annotator, say("tie"))).rejects.toThrow(Conflict);
});
