import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { listLearningJudgments } from "#db/queries/reward-models.ts";
import { assignments } from "#db/schema/assignments.ts";
import { judgments } from "#db/schema/judgments.ts";
import { pairs } from "#db/schema/pairs.ts";
import { pointEvents } from "#db/schema/point-events.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { Conflict, Invalid, NotFound } from "#server/errors.ts";
import { expireLeases } from "./expire-leases.ts";
import { findOwnJudgment } from "./find-own-judgment.ts";
import { giveUpRanking } from "./give-up-ranking.ts";
import { listOwnJudgments } from "./list-own-judgments.ts";
import { shareOf } from "./prepare-lesson.ts";
import { recordRanking } from "./record-ranking.ts";
import { serveNext } from "./serve-next.ts";
import { serveRankings } from "./serve-rankings.ts";
import { undoRanking } from "./undo-ranking.ts";

const { db } = await openTestDatabase();

type Annotator = { readonly projectId: string; readonly annotatorId: string };

type Plan = {
  prompts: number;
  models: number;
  size: number;
  target?: number;
  undoSeconds?: number;
};

async function begin({ undoSeconds = 600, ...plan }: Plan) {
  const projectId = await insertJudgingProject(db, {
    prompts: plan.prompts,
    models: plan.models,
    form: { rankingSize: plan.size },
    policy: { targetJudgments: plan.target ?? 1, undoSeconds },
  });
  return { projectId, annotatorId: await insertUser(db) };
}

async function takeFirst(annotator: Annotator) {
  const { rankings } = await serveRankings(db, annotator);
  const [ranking] = rankings;
  if (ranking === undefined) throw new Error("nothing was served");
  return ranking;
}

function order(rankingId: string, tiers: number[][], idempotencyKey: string = randomUUID()) {
  return { rankingId, idempotencyKey, tiers, timings: null };
}

async function currentOf(rankingId: string) {
  return await db
    .select({ verdict: judgments.verdict, first: pairs.firstId, second: pairs.secondId })
    .from(judgments)
    .innerJoin(assignments, eq(assignments.id, judgments.assignmentId))
    .innerJoin(pairs, eq(pairs.id, judgments.pairId))
    .where(
      and(
        eq(assignments.rankingId, rankingId),
        sql`${judgments.supersededBy} is null and ${judgments.withdrawnAt} is null`,
      ),
    );
}

async function completionsOf(rankingId: string): Promise<number[]> {
  const rows = await db.execute<{ ids: string[] }>(
    sql`select completion_ids as ids from rankings where id = ${rankingId}`,
  );
  return (rows.at(0)?.ids ?? []).map(Number);
}

async function pointsOf(annotator: Annotator): Promise<number> {
  const rows = await db
    .select({ sum: sql<number>`coalesce(sum(${pointEvents.points}), 0)`.mapWith(Number) })
    .from(pointEvents)
    .where(eq(pointEvents.userId, annotator.annotatorId));
  return rows.at(0)?.sum ?? 0;
}

test("a ranking of four responses is six judgments that agree with it", async () => {
  const annotator = await begin({ prompts: 3, models: 6, size: 4 });
  const ranking = await takeFirst(annotator);
  expect(ranking.responses).toHaveLength(4);
  await recordRanking(db, { ...annotator, input: order(ranking.rankingId, [[2], [0, 3], [1]]) });
  const ids = await completionsOf(ranking.rankingId);
  const place = new Map([
    [ids[2], 0],
    [ids[0], 1],
    [ids[3], 1],
    [ids[1], 2],
  ]);
  const said = await currentOf(ranking.rankingId);
  expect(said).toHaveLength(6);
  for (const { verdict, first, second } of said) {
    const difference = (place.get(first) ?? 9) - (place.get(second) ?? 9);
    expect(verdict).toBe(difference === 0 ? "tie" : difference < 0 ? "first" : "second");
  }
  expect(await pointsOf(annotator)).toBe(30);
});

test("the same ranking sent again, also at the same moment, counts once", async () => {
  const annotator = await begin({ prompts: 2, models: 4, size: 3 });
  const ranking = await takeFirst(annotator);
  const input = order(ranking.rankingId, [[0], [1], [2]]);
  const other = order(ranking.rankingId, [[2], [1], [0]]);
  const outcomes = await Promise.all(
    [input, input, other, input].map((one) => recordRanking(db, { ...annotator, input: one })),
  );
  expect(outcomes.filter((outcome) => outcome === "recorded")).toHaveLength(1);
  expect(await currentOf(ranking.rankingId)).toHaveLength(3);
  expect(await pointsOf(annotator)).toBe(20);
});

test("people who rank at the same time never exceed the overlap of any pair", async () => {
  const { projectId } = await begin({ prompts: 4, models: 6, size: 4, target: 2 });
  const people = await Promise.all(Array.from({ length: 5 }, () => insertUser(db)));
  await Promise.all(
    people.map(async (annotatorId) => {
      const annotator = { projectId, annotatorId };
      for (let round = 0; round < 40; round += 1) {
        const { rankings } = await serveRankings(db, annotator);
        const [ranking] = rankings;
        if (ranking === undefined) return;
        const tiers = ranking.responses.map((_, place) => [place]);
        await recordRanking(db, { ...annotator, input: order(ranking.rankingId, tiers) });
      }
    }),
  );
  const rows = await db
    .select({ status: pairs.status, judged: sql<number>`count(${judgments.id})`.mapWith(Number) })
    .from(pairs)
    .leftJoin(judgments, eq(judgments.pairId, pairs.id))
    .where(eq(pairs.projectId, projectId))
    .groupBy(pairs.id);
  expect(rows.every((row) => row.judged <= 2)).toBe(true);
  expect(rows.filter((row) => row.judged === 2).length).toBeGreaterThan(rows.length * 0.8);
});

test("what is served says nothing of models or scores, and its order differs between people", async () => {
  const { projectId } = await begin({ prompts: 1, models: 5, size: 5, target: 50 });
  const orders = new Set<string>();
  for (let person = 0; person < 12; person += 1) {
    const { rankings } = await serveRankings(db, { projectId, annotatorId: await insertUser(db) });
    expect(Object.keys(rankings[0]).sort()).toEqual(["messages", "rankingId", "responses"]);
    orders.add(rankings[0].responses.join());
  }
  expect(orders.size).toBeGreaterThan(8);
});

test("a ranking must place every response once", async () => {
  const annotator = await begin({ prompts: 1, models: 3, size: 3 });
  const { rankingId } = await takeFirst(annotator);
  for (const tiers of [
    [[0], [1]],
    [[0], [1], [3]],
    [[0], [1], [2], [3]],
  ]) {
    await expect(
      recordRanking(db, { ...annotator, input: order(rankingId, tiers) }),
    ).rejects.toThrow(Invalid);
  }
  expect(await currentOf(rankingId)).toEqual([]);
});

test("nobody records, skips or undoes somebody else's ranking", async () => {
  const annotator = await begin({ prompts: 1, models: 3, size: 3 });
  const { rankingId } = await takeFirst(annotator);
  const thief = { ...annotator, annotatorId: await insertUser(db) };
  const input = order(rankingId, [[0], [1], [2]]);
  await expect(recordRanking(db, { ...thief, input })).rejects.toThrow(NotFound);
  await expect(giveUpRanking(db, { ...thief, rankingId, reason: null })).rejects.toThrow(NotFound);
  await expect(undoRanking(db, { ...thief, rankingId })).rejects.toThrow(NotFound);
});

test("a skipped ranking frees its pairs for others and is not asked again", async () => {
  const annotator = await begin({ prompts: 1, models: 3, size: 3 });
  const { rankingId } = await takeFirst(annotator);
  await giveUpRanking(db, { ...annotator, rankingId, reason: "unclear" });
  await giveUpRanking(db, { ...annotator, rankingId, reason: null });
  expect(await serveRankings(db, annotator)).toMatchObject({ rankings: [], idle: "finished" });
  const input = order(rankingId, [[0], [1], [2]]);
  await expect(recordRanking(db, { ...annotator, input })).rejects.toThrow(Conflict);
  const other = { ...annotator, annotatorId: await insertUser(db) };
  expect((await takeFirst(other)).responses).toHaveLength(3);
});

test("an undone ranking leaves no judgment and no point, and is asked in the same order", async () => {
  const annotator = await begin({ prompts: 1, models: 4, size: 4 });
  const before = await takeFirst(annotator);
  const { rankingId } = before;
  await recordRanking(db, { ...annotator, input: order(rankingId, [[0], [1], [2], [3]]) });
  await undoRanking(db, { ...annotator, rankingId });
  await undoRanking(db, { ...annotator, rankingId });
  expect(await currentOf(rankingId)).toEqual([]);
  expect(await pointsOf(annotator)).toBe(0);
  expect(await takeFirst(annotator)).toEqual(before);
  await recordRanking(db, { ...annotator, input: order(rankingId, [[3], [2], [1], [0]]) });
  expect(await currentOf(rankingId)).toHaveLength(6);
  expect(await pointsOf(annotator)).toBe(30);
});

test("a ranking is found with its order and can be taken back until one of its pairs is settled", async () => {
  const plan = { prompts: 1, models: 4, size: 4, target: 2, undoSeconds: 0 };
  const annotator = await begin(plan);
  const { rankingId } = await takeFirst(annotator);
  await recordRanking(db, { ...annotator, input: order(rankingId, [[2], [0, 3], [1]]) });
  const { judgments: own } = await listOwnJudgments(db, { ...annotator, cursor: null });
  expect(own).toHaveLength(6);
  const find = async () =>
    await findOwnJudgment(db, { ...annotator, judgmentId: own[0]?.judgmentId ?? "" });
  expect(await find()).toMatchObject({
    closed: "ranked",
    ranking: { rankingId, tiers: [[2], [0, 3], [1]] },
  });
  const other = { ...annotator, annotatorId: await insertUser(db) };
  const again = await takeFirst(other);
  await recordRanking(db, { ...other, input: order(again.rankingId, [[0], [1], [2], [3]]) });
  expect(await find()).toMatchObject({ closed: "ranked", ranking: null });
  await expect(undoRanking(db, { ...annotator, rankingId })).rejects.toThrow(/settled since/);
  expect(await currentOf(rankingId)).toHaveLength(6);
});

test("a ranking that comes late is kept as far as nobody judged its pairs meanwhile", async () => {
  const annotator = await begin({ prompts: 1, models: 3, size: 3 });
  const { rankingId } = await takeFirst(annotator);
  await db
    .update(assignments)
    .set({ leasedUntil: sql`now() - interval '1 second'` })
    .where(eq(assignments.rankingId, rankingId));
  await expireLeases(db);
  await recordRanking(db, { ...annotator, input: order(rankingId, [[0], [1], [2]]) });
  const rows = await db
    .select({ isLate: judgments.isLate })
    .from(judgments)
    .where(eq(judgments.projectId, annotator.projectId));
  expect(rows).toEqual([{ isLate: true }, { isLate: true }, { isLate: true }]);
});

test("propensities are probabilities, and only the lead was chosen by the policy", async () => {
  const annotator = await begin({ prompts: 5, models: 6, size: 4 });
  const { rankingId } = await takeFirst(annotator);
  const rows = await db
    .select({ policy: assignments.policy, propensity: assignments.propensity })
    .from(assignments)
    .where(eq(assignments.rankingId, rankingId));
  expect(rows).toHaveLength(6);
  expect(rows.filter((row) => row.policy === "companion")).toHaveLength(5);
  expect(rows.every((row) => row.propensity > 0 && row.propensity <= 1)).toBe(true);
});

test("leases of rankings never show up as pairs to judge", async () => {
  const annotator = await begin({ prompts: 2, models: 4, size: 4 });
  const { rankingId } = await takeFirst(annotator);
  const served = await serveNext(db, { ...annotator, held: [], refill: false });
  const ranked = await db
    .select({ id: assignments.id })
    .from(assignments)
    .where(eq(assignments.rankingId, rankingId));
  const ids = new Set(ranked.map((row) => row.id));
  expect(served.leases.some((lease) => ids.has(lease.assignmentId))).toBe(false);
});

test("the judgments of an order teach as much as the comparisons it takes", async () => {
  const annotator = await begin({ prompts: 1, models: 5, size: 5 });
  const { rankingId } = await takeFirst(annotator);
  await recordRanking(db, { ...annotator, input: order(rankingId, [[0], [1], [2], [3], [4]]) });
  const { projectId } = annotator;
  const learned = await listLearningJudgments(db, { projectId, slice: "train" });
  expect(learned).toHaveLength(10);
  expect(learned.reduce((sum, judgment) => sum + shareOf(judgment), 0)).toBeCloseTo(4);
});
