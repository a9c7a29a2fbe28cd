import { randomUUID } from "node:crypto";
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { countRecordedJudgments, streamJudgedPairs } from "#db/queries/export-rows.ts";
import { listAnnotatorPoints, listModelPairCounts } from "#db/queries/leaderboards.ts";
import { countOpenPairs, foldOpenPairTallies } from "#db/queries/open-pairs.ts";
import { listProjectsToRank } from "#db/queries/queue.ts";
import { listLearningJudgments, listProjectsWithNews } from "#db/queries/reward-models.ts";
import { assignments } from "#db/schema/assignments.ts";
import { gold } from "#db/schema/gold.ts";
import { judgments } from "#db/schema/judgments.ts";
import { openPairTallies, pairs, queueEntries } from "#db/schema/pairs.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { listModelBoard } from "./list-model-board.ts";
import { rankModels } from "./rank-models.ts";
import { rankPairs } from "./rank-pairs.ts";
import { recordJudgment } from "./record-judgment.ts";
import { serveNext } from "./serve-next.ts";
import { servePairs } from "./serve-pairs.ts";
import { skipAssignment } from "./skip-assignment.ts";
import { trainRewardModel } from "./train-reward-model.ts";
import { undoJudgment } from "./undo-judgment.ts";
import { updateProject } from "./update-project.ts";

const { db } = await openTestDatabase();

type Annotator = { readonly projectId: string; readonly annotatorId: string };
const onlyControl = { active: 0, control: 1, holdout: 0, gold: 0, repeat: 0 };

async function begin(plan: Parameters<typeof insertJudgingProject>[1]): Promise<Annotator> {
  const projectId = await insertJudgingProject(db, plan);
  return { projectId, annotatorId: await insertUser(db) };
}

async function setArms(projectId: string, arms: typeof onlyControl): Promise<void> {
  await db.execute(sql`update projects set policy = jsonb_set(policy, '{arms}',
    ${JSON.stringify(arms)}::jsonb) where id = ${projectId}`);
}

async function takeOne(annotator: Annotator) {
  const { leases, idle } = await servePairs(db, { ...annotator, wanted: 1 });
  const lease = leases.at(0);
  if (lease === undefined) return { idle };
  const rows = await db.select().from(assignments).where(eq(assignments.id, lease.assignmentId));
  return { idle, lease, assignment: rows.at(0) };
}

async function judge(annotator: Annotator, verdict: "left" | "right" | "tie" = "left") {
  const taken = await takeOne(annotator);
  const { assignment } = taken;
  if (assignment === undefined) throw new Error(`nothing was served: ${taken.idle}`);
  const input = {
    assignmentId: assignment.id,
    idempotencyKey: randomUUID(),
    verdict,
    strength: null,
    timings: null,
    held: [],
  };
  await recordJudgment(db, { ...annotator, input });
  return assignment;
}

async function undoNewest(annotator: Annotator): Promise<string> {
  const rows = await db
    .select({ idempotencyKey: judgments.idempotencyKey })
    .from(judgments)
    .where(
      and(
        eq(judgments.projectId, annotator.projectId),
        eq(judgments.annotatorId, annotator.annotatorId),
      ),
    )
    .orderBy(desc(judgments.sequence))
    .limit(1);
  const idempotencyKey = rows.at(0)?.idempotencyKey ?? "";
  return (await undoJudgment(db, { ...annotator, idempotencyKey })).assignmentId;
}

async function judgeMany(annotator: Annotator, times: number) {
  const done: Awaited<ReturnType<typeof judge>>[] = [];
  for (let step = 0; step < times; step += 1) done.push(await judge(annotator));
  return done;
}

async function listPairIds(projectId: string): Promise<number[]> {
  const rows = await db
    .select({ id: pairs.id })
    .from(pairs)
    .where(eq(pairs.projectId, projectId))
    .orderBy(pairs.id);
  return rows.map((row) => row.id);
}

async function markGold(projectId: string, pairIds: readonly number[], use: "work" | "quiz") {
  const values = pairIds.map((pairId) => ({ pairId, projectId, verdict: "first" as const, use }));
  await db.insert(gold).values(values);
}

async function getPair(pairId: number) {
  const rows = await db.select().from(pairs).where(eq(pairs.id, pairId));
  return rows.at(0);
}

test("gold is served by the gold arm alone, once to each annotator, and quiz pairs are never work", async () => {
  const arms = { active: 0.3, control: 0.2, holdout: 0, gold: 0.5, repeat: 0 };
  const annotator = await begin({ prompts: 30, policy: { arms } });
  const ids = await listPairIds(annotator.projectId);
  const [work, quiz] = [ids.slice(0, 4), ids.slice(4, 6)];
  await markGold(annotator.projectId, work, "work");
  await markGold(annotator.projectId, quiz, "quiz");
  const other = { ...annotator, annotatorId: await insertUser(db) };
  const served = [...(await judgeMany(annotator, 18)), ...(await judgeMany(other, 6))];
  for (const { arm, pairId } of served) expect(work.includes(pairId)).toBe(arm === "gold");
  expect(served.filter(({ pairId }) => quiz.includes(pairId))).toEqual([]);
  const own = served.slice(0, 18).filter(({ arm }) => arm === "gold");
  // Eighteen draws of one half all miss the gold arm once in 260,000 runs.
  expect(new Set(own.map(({ pairId }) => pairId)).size).toBe(own.length);
  expect(own.length).toBeGreaterThan(0);
});

test("gold takes no slot, settles nothing, and goes back to work when it is unmarked", async () => {
  const arms = { active: 0, control: 0, holdout: 0, gold: 1, repeat: 0 };
  const annotator = await begin({ prompts: 3, policy: { arms } });
  const [golden = 0] = await listPairIds(annotator.projectId);
  await markGold(annotator.projectId, [golden], "work");
  for (const annotatorId of [annotator.annotatorId, await insertUser(db), await insertUser(db)]) {
    expect(await judge({ ...annotator, annotatorId })).toMatchObject({
      arm: "gold",
      pairId: golden,
    });
  }
  expect(await getPair(golden)).toMatchObject({ status: "open", openSlots: 1, isGold: true });
  await db.delete(gold).where(eq(gold.pairId, golden));
  expect(await getPair(golden)).toMatchObject({ status: "open", openSlots: 1, isGold: false });
  await setArms(annotator.projectId, onlyControl);
  const fresh = { ...annotator, annotatorId: await insertUser(db) };
  const served = await judgeMany(fresh, 3);
  expect(served.map(({ pairId }) => pairId)).toContain(golden);
});

test("many annotators are given the same few gold pairs at once, and none is held up", async () => {
  const arms = { ...onlyControl, control: 0.2, gold: 0.8 };
  const { projectId } = await begin({ prompts: 60, policy: { arms } });
  await markGold(projectId, (await listPairIds(projectId)).slice(0, 6), "work");
  const annotators = await Promise.all(Array.from({ length: 8 }, () => insertUser(db)));
  await Promise.all(
    annotators.map(async (annotatorId) => {
      await servePairs(db, { projectId, annotatorId, wanted: 6 });
      await judgeMany({ projectId, annotatorId }, 6);
    }),
  );
  const served = await db
    .select({ pairId: assignments.pairId, annotatorId: assignments.annotatorId })
    .from(assignments)
    .where(and(eq(assignments.projectId, projectId), eq(assignments.arm, "gold")));
  expect(served.length).toBeGreaterThan(20);
});

test("without other work there is no gold and no repeat: the annotator is finished", async () => {
  const annotator = await begin({ prompts: 3, policy: { arms: onlyControl } });
  const [golden = 0] = await listPairIds(annotator.projectId);
  await markGold(annotator.projectId, [golden], "work");
  await judgeMany(annotator, 2);
  await setArms(annotator.projectId, { ...onlyControl, control: 0.5, gold: 0.3, repeat: 0.2 });
  expect(await takeOne(annotator)).toEqual({ idle: "finished" });
});

test("a pair comes back after twenty own judgments at the earliest, once, with sides drawn anew", async () => {
  const annotator = await begin({ prompts: 90, policy: { arms: onlyControl } });
  await judgeMany(annotator, 20);
  await setArms(annotator.projectId, { ...onlyControl, control: 0, repeat: 1 });
  expect(await judge(annotator)).toMatchObject({ repeatIndex: 0 });
  await setArms(annotator.projectId, onlyControl);
  const first = await judgeMany(annotator, 23);
  await setArms(annotator.projectId, { ...onlyControl, control: 0, repeat: 1 });
  const again = await judgeMany(annotator, 24);
  const repeats = again.filter(({ arm }) => arm === "repeat");
  expect(repeats.every(({ repeatIndex }) => repeatIndex === 1)).toBe(true);
  expect(new Set(repeats.map(({ pairId }) => pairId)).size).toBe(repeats.length);
  expect(repeats.length).toBe(24);
  const sides = await db
    .select({ leftIsFirst: assignments.leftIsFirst })
    .from(assignments)
    .where(
      inArray(
        assignments.pairId,
        repeats.map(({ pairId }) => pairId),
      ),
    );
  // Forty-eight fair coins.
  expect(new Set(sides.map(({ leftIsFirst }) => leftIsFirst)).size).toBe(2);
  expect(first.length).toBe(23);
});

test("a repeat takes no slot, settles nothing, and can be skipped and undone like any other", async () => {
  const annotator = await begin({ prompts: 40, policy: { arms: onlyControl, targetJudgments: 2 } });
  await judgeMany(annotator, 23);
  await setArms(annotator.projectId, { ...onlyControl, control: 0, repeat: 1 });
  const repeated = await judge(annotator);
  expect(repeated).toMatchObject({ arm: "repeat", repeatIndex: 1 });
  expect(await getPair(repeated.pairId)).toMatchObject({ status: "open", openSlots: 1 });
  expect(await undoNewest(annotator)).toBe(repeated.id);
  const lease = await takeOne(annotator);
  expect(lease.assignment?.id).toBe(repeated.id);
  const input = { assignmentId: repeated.id, reason: null, held: [] };
  await skipAssignment(db, { ...annotator, input });
  const next = await judge(annotator);
  expect(next).toMatchObject({ arm: "repeat" });
  expect(next.pairId).not.toBe(repeated.pairId);
});

test("gold and repeats train nothing, count for no model and no export, and earn points all the same", async () => {
  const annotator = await begin({ prompts: 60, policy: { arms: onlyControl } });
  const { projectId } = annotator;
  const ids = await listPairIds(projectId);
  await judgeMany(annotator, 25);
  await markGold(projectId, ids.slice(40, 44), "work");
  const work = await db
    .select({ pairId: judgments.pairId })
    .from(judgments)
    .innerJoin(pairs, eq(pairs.id, judgments.pairId))
    .where(and(eq(judgments.projectId, projectId), eq(pairs.isGold, false)));
  const seen = (await listLearningJudgments(db, { projectId, slice: "train" })).length;
  const news = async () =>
    (await listProjectsWithNews(db)).find((one) => one.projectId === projectId)?.news;
  const before = await news();
  await setArms(projectId, { ...onlyControl, control: 0, gold: 0.5, repeat: 0.5 });
  const checks = await judgeMany(annotator, 6);
  expect(checks.filter(({ arm }) => arm !== "gold" && arm !== "repeat")).toEqual([]);
  expect(seen).toBe(work.length);
  expect(await listLearningJudgments(db, { projectId, slice: "train" })).toHaveLength(seen);
  expect(await news()).toBe(before);
  const counted = await listModelPairCounts(db, projectId);
  expect(counted.reduce((sum, row) => sum + row.wins + row.losses + row.ties, 0)).toBe(seen);
  expect((await listModelBoard(db, projectId)).groups[0].rows[0].judgments).toBe(seen);
  const exported = await db.transaction(async (tx) => {
    const rows: number[] = [];
    for await (const part of streamJudgedPairs(tx, projectId)) {
      rows.push(...part.map((pair) => pair.first + pair.second + pair.tie + pair.bothBad));
    }
    return rows;
  });
  expect(exported.reduce((sum, one) => sum + one, 0)).toBe(seen);
  const recorded = await countRecordedJudgments(db, projectId);
  expect(recorded.current).toBe(31);
  expect(recorded.gold + recorded.repeats).toBe(31 - seen);
  const [points] = await listAnnotatorPoints(db, { projectId, since: new Date(0) });
  expect(points?.points).toBe(310);
});

test("judgments of the hold-out rank models on the board, and for no policy", async () => {
  const arms = { ...onlyControl, control: 0, holdout: 1 };
  const annotator = await begin({ prompts: 12, holdoutPrompts: 12, policy: { arms } });
  const { projectId } = annotator;
  const judged = await judgeMany(annotator, 5);
  expect(judged.filter(({ arm }) => arm !== "holdout")).toEqual([]);
  expect((await listModelBoard(db, projectId)).groups[0].rows[0].judgments).toBe(5);
  expect(await rankModels(db, projectId)).toBeNull();
});

test("what an annotator receives for gold and repeats has the shape of any other pair", async () => {
  const annotator = await begin({ prompts: 60, policy: { arms: onlyControl } });
  const shapes = new Map<string, Set<string>>();
  const ids = await listPairIds(annotator.projectId);
  await markGold(annotator.projectId, ids.slice(0, 3), "work");
  await judgeMany(annotator, 24);
  for (const arm of ["control", "gold", "repeat"] as const) {
    await setArms(annotator.projectId, { ...onlyControl, control: 0, [arm]: 1 });
    const answer = await serveNext(db, { ...annotator, held: [], refill: true });
    const [lease] = answer.leases;
    const rows = await db
      .select({ arm: assignments.arm })
      .from(assignments)
      .where(eq(assignments.id, lease.assignmentId));
    expect(rows.at(0)?.arm).toBe(arm);
    const shape = JSON.stringify([Object.keys(answer), Object.keys(lease), answer.idle]);
    shapes.set(shape, (shapes.get(shape) ?? new Set()).add(arm));
    const input = { assignmentId: lease.assignmentId, reason: null, held: [] };
    await skipAssignment(db, { ...annotator, input });
  }
  expect([...shapes.values()].map((arms) => arms.size)).toEqual([3]);
});

test("the database itself refuses to queue or actively serve what is held out or gold", async () => {
  const { projectId, annotatorId } = await begin({ prompts: 4, holdoutPrompts: 1 });
  const rows = await db.select().from(pairs).where(eq(pairs.projectId, projectId));
  const heldOut = rows.find((pair) => pair.slice === "holdout");
  const golden = rows.find((pair) => pair.slice === "train");
  if (heldOut === undefined || golden === undefined) throw new Error("a slice is empty");
  const entryOf = (pair: typeof heldOut) => ({
    projectId,
    pairId: pair.id,
    promptId: pair.promptId,
    weight: 1,
    promptWeight: 1,
    pFirst: 0.5,
    epistemic: 0,
    aleatoric: 0,
    policy: "capped",
    modelVersion: 1,
  });
  await db.insert(queueEntries).values(entryOf(golden));
  await markGold(projectId, [golden.id], "quiz");
  expect(await db.select().from(queueEntries).where(eq(queueEntries.pairId, golden.id))).toEqual(
    [],
  );
  for (const pair of [heldOut, golden]) {
    await expect(db.insert(queueEntries).values(entryOf(pair))).rejects.toMatchObject({
      cause: { code: "23514" },
    });
    const assignment = {
      projectId,
      annotatorId,
      pairId: pair.id,
      leftIsFirst: true,
      arm: "active" as const,
      policy: "capped",
      armShare: 1,
      propensity: 1,
      guidelineVersion: 1,
      leasedUntil: new Date(),
    };
    await expect(db.insert(assignments).values(assignment)).rejects.toMatchObject({
      cause: { code: "23514" },
    });
  }
});

test("the tallies of open pairs equal the pairs that are open, whatever was done to them", async () => {
  const annotator = await begin({
    prompts: 40,
    holdoutPrompts: 10,
    policy: { targetJudgments: 2, arms: { ...onlyControl, control: 0.8, holdout: 0.2 } },
  });
  const { projectId } = annotator;
  const others = await Promise.all(Array.from({ length: 6 }, () => insertUser(db)));
  const check = async () => {
    for (const slice of ["train", "holdout"] as const) {
      const open = await db.$count(
        pairs,
        and(
          eq(pairs.projectId, projectId),
          eq(pairs.slice, slice),
          sql`status = 'open' and open_slots > 0 and not is_gold`,
        ),
      );
      expect((await countOpenPairs(db, { projectId, slice })).count).toBe(open);
    }
  };
  await Promise.all(
    others.map(async (annotatorId) => {
      await judgeMany({ projectId, annotatorId }, 8);
      await servePairs(db, { projectId, annotatorId, wanted: 3 });
    }),
  );
  await check();
  await undoNewest({ projectId, annotatorId: others[0] ?? "" });
  await markGold(projectId, (await listPairIds(projectId)).slice(10, 14), "work");
  await check();
  await db.execute(sql`update pairs set target_judgments = 1, open_slots = least(open_slots, 1)
    where project_id = ${projectId}`);
  await db.execute(sql`delete from pairs where id in (
    select id from pairs where project_id = ${projectId} and not exists
      (select 1 from assignments a where a.pair_id = pairs.id) limit 3)`);
  await check();
  const [toggled = 0] = await listPairIds(projectId);
  for (let step = 0; step < 70; step += 1) {
    await db
      .update(pairs)
      .set({ status: "open", openSlots: step % 2 })
      .where(eq(pairs.id, toggled));
  }
  await check();
  expect(
    await db.$count(openPairTallies, eq(openPairTallies.projectId, projectId)),
  ).toBeGreaterThan(64);
  await Promise.all([foldOpenPairTallies(db), foldOpenPairTallies(db), judgeMany(annotator, 3)]);
  await foldOpenPairTallies(db);
  await check();
  expect(await db.$count(openPairTallies, eq(openPairTallies.projectId, projectId))).toBeLessThan(
    20,
  );
  await db.execute(sql`delete from projects where id = ${projectId}`);
  expect(await db.$count(openPairTallies, eq(openPairTallies.projectId, projectId))).toBe(0);
});

test("a change of policy empties the queue, and the next ranking fills it by the new policy", async () => {
  const annotator = await begin({ prompts: 60, policy: { warmupJudgments: 8 } });
  const { projectId } = annotator;
  await judgeMany(annotator, 10);
  await trainRewardModel(db, projectId);
  await rankPairs(db, projectId);
  const filledBy = async () => {
    const rows = await db
      .selectDistinct({ policy: queueEntries.policy })
      .from(queueEntries)
      .where(eq(queueEntries.projectId, projectId));
    return rows.map((row) => row.policy);
  };
  expect(await filledBy()).toEqual(["capped"]);
  expect(await listProjectsToRank(db)).not.toContain(projectId);
  const input = {
    name: "Judging",
    description: "",
    form: {
      hasTie: true,
      hasBothBad: true,
      strengthLevels: 1,
      flags: [],
      hasSafetyStep: false,
      attributes: [],
      reasons: [],
      rationale: { ask: "off" as const, lengthMin: 0 },
      canEdit: false,
      rankingSize: null,
    },
    targetJudgments: 1,
    arms: { active: 1, control: 0, holdout: 0, gold: 0, repeat: 0 },
    policyName: "large-gap" as const,
    leaseSeconds: 900,
    warmupJudgments: 8,
  };
  await updateProject(db, { projectId, actorId: annotator.annotatorId, input });
  expect(await filledBy()).toEqual([]);
  expect(await listProjectsToRank(db)).toContain(projectId);
  await rankPairs(db, projectId);
  expect(await filledBy()).toEqual(["large-gap"]);
  expect(await judge(annotator)).toMatchObject({ arm: "active", policy: "large-gap" });
});

test("a queue that has run dry is filled again without waiting for judgments", async () => {
  const annotator = await begin({ prompts: 40, policy: { warmupJudgments: 8 } });
  const { projectId } = annotator;
  await judgeMany(annotator, 10);
  await trainRewardModel(db, projectId);
  await rankPairs(db, projectId);
  const queued = db
    .select({ id: queueEntries.pairId })
    .from(queueEntries)
    .where(eq(queueEntries.projectId, projectId))
    .limit(1000);
  await db.update(pairs).set({ openSlots: 0 }).where(inArray(pairs.id, queued));
  expect(await listProjectsToRank(db)).not.toContain(projectId);
  await insertMorePrompts(projectId);
  expect(await listProjectsToRank(db)).toContain(projectId);
  await rankPairs(db, projectId);
  expect(await listProjectsToRank(db)).not.toContain(projectId);
});

async function insertMorePrompts(projectId: string): Promise<void> {
  const other = await insertJudgingProject(db, { prompts: 5 });
  await db.execute(sql`update prompts set project_id = ${projectId}, content_hash = md5(id::text)
    where project_id = ${other}`);
  await db.update(pairs).set({ projectId }).where(eq(pairs.projectId, other));
}
