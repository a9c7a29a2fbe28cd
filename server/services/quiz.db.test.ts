import { and, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { insertMembership } from "#db/queries/memberships.ts";
import { gold, quizAnswers } from "#db/schema/gold.ts";
import { memberships } from "#db/schema/memberships.ts";
import { pairs } from "#db/schema/pairs.ts";
import { projects } from "#db/schema/projects.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import type { Role, SidedVerdict, Verdict } from "#server/contracts/vocabulary.ts";
import { Conflict, Invalid, NotFound } from "#server/errors.ts";
import { answerQuiz } from "./answer-quiz.ts";
import { findQuiz } from "./find-quiz.ts";
import { saveGold } from "./save-gold.ts";
import { servePairs } from "./serve-pairs.ts";
import { decideQualification, setQualification } from "./set-qualification.ts";

const { db } = await openTestDatabase();

type Taker = { readonly projectId: string; readonly annotatorId: string };

async function begin(
  questions = 5,
  role: Role = "annotator",
): Promise<Taker & { ownerId: string }> {
  const projectId = await insertJudgingProject(db, { prompts: 20, holdoutPrompts: 2 });
  const ownerId = await insertUser(db, "Olga");
  const annotatorId = await insertUser(db);
  await insertMembership(db, { projectId, userId: annotatorId, role });
  const ids = await trainPairs(projectId);
  for (const [index, pairId] of ids.slice(0, questions).entries()) {
    const verdict = index % 2 === 0 ? "first" : "second";
    await save({ projectId, ownerId }, pairId, verdict);
  }
  const qualification = { isRequired: questions > 0, passShare: 0.8, attemptsMax: 2 };
  await setQualification(db, { projectId, actorId: ownerId, qualification });
  return { projectId, annotatorId, ownerId };
}

async function trainPairs(projectId: string): Promise<number[]> {
  const rows = await db
    .select({ id: pairs.id })
    .from(pairs)
    .where(and(eq(pairs.projectId, projectId), eq(pairs.slice, "train")))
    .orderBy(pairs.id);
  return rows.map((row) => row.id);
}

function save(
  { projectId, ownerId }: { projectId: string; ownerId: string },
  pairId: number,
  verdict: Verdict,
) {
  const input = {
    pairId,
    verdict,
    strengthMin: null,
    explanation: "Because.",
    use: "quiz",
    isTrap: false,
  } as const;
  return saveGold(db, { projectId, actorId: ownerId, input });
}

/** The side that is right for the question on the screen, looked up by the text of the response. */
async function rightSide(taker: Taker, left: string): Promise<SidedVerdict> {
  const rows = await db
    .select({
      verdict: gold.verdict,
      first: sql<string>`(select text from completions where id = ${pairs.firstId})`,
      second: sql<string>`(select text from completions where id = ${pairs.secondId})`,
    })
    .from(gold)
    .innerJoin(pairs, eq(pairs.id, gold.pairId))
    .where(eq(gold.projectId, taker.projectId));
  const row = rows.find((one) => one.first === left || one.second === left);
  return (row?.verdict === "first") === (row?.first === left) ? "left" : "right";
}

async function answerNext(taker: Taker, isRight: boolean, attempt: number | null = null) {
  const quiz = await findQuiz(db, { ...taker, wanted: attempt });
  if (quiz.next === null) throw new Error("nothing is asked");
  const right = await rightSide(taker, quiz.next.left);
  const wrong = right === "left" ? "right" : "left";
  const input = {
    attempt: quiz.attempt,
    question: quiz.next.question,
    verdict: isRight ? right : wrong,
  } as const;
  return { input, reply: await answerQuiz(db, { ...taker, input }) };
}

async function isServed(taker: Taker): Promise<string> {
  const { leases, idle } = await servePairs(db, { ...taker, wanted: 1 });
  return leases.length > 0 ? "served" : String(idle);
}

test("a newcomer gets no work before the quiz is passed, and does right after", async () => {
  const taker = await begin();
  expect(await isServed(taker)).toBe("unqualified");
  for (let index = 0; index < 5; index += 1) await answerNext(taker, index > 0);
  expect((await findQuiz(db, { ...taker, wanted: null })).isQualified).toBe(true);
  expect(await isServed(taker)).toBe("served");
});

test("the answer and why come only after answering", async () => {
  const taker = await begin();
  const quiz = await findQuiz(db, { ...taker, wanted: null });
  expect(JSON.stringify(quiz)).not.toMatch(/Because|verdict|pairId|"first"|"second"|model-/);
  const { reply } = await answerNext(taker, false);
  expect(reply).toMatchObject({ isRight: false, explanation: "Because." });
  expect(["left", "right"]).toContain(reply.expected);
});

test("the first answer to a question stands, however often and however it is sent again", async () => {
  const taker = await begin();
  const { input } = await answerNext(taker, false);
  const other = input.verdict === "left" ? "right" : "left";
  const replies = await Promise.all(
    ["left", "right", other].map((verdict) =>
      answerQuiz(db, { ...taker, input: { ...input, verdict: verdict as SidedVerdict } }),
    ),
  );
  expect(replies.map((reply) => reply.isRight)).toEqual([false, false, false]);
  const rows = await db.select().from(quizAnswers).where(eq(quizAnswers.userId, taker.annotatorId));
  expect(rows).toHaveLength(1);
});

test("a failed attempt may be repeated as often as the project allows, and then a manager decides", async () => {
  const taker = await begin();
  for (let index = 0; index < 5; index += 1) await answerNext(taker, index < 3);
  expect((await findQuiz(db, { ...taker, wanted: null })).status).toBe("failed");
  for (let index = 0; index < 5; index += 1) await answerNext(taker, false, 2);
  const over = await findQuiz(db, { ...taker, wanted: 3 });
  expect(over).toMatchObject({ status: "failed", attempt: 2, attemptsMax: 2, next: null });
  expect(await isServed(taker)).toBe("unqualified");
  const decision = {
    projectId: taker.projectId,
    actorId: taker.ownerId,
    userId: taker.annotatorId,
  };
  await decideQualification(db, { ...decision, isQualified: true });
  expect(await isServed(taker)).toBe("served");
  await decideQualification(db, { ...decision, isQualified: false });
  expect((await findQuiz(db, { ...taker, wanted: null })).answered).toBe(0);
});

test("sides and order of the quiz differ between people", async () => {
  const taker = await begin(12);
  const others = await Promise.all(Array.from({ length: 8 }, () => insertUser(db)));
  const firsts = await Promise.all(
    others.map(async (annotatorId) => {
      const quiz = await findQuiz(db, { projectId: taker.projectId, annotatorId, wanted: null });
      return quiz.next?.left;
    }),
  );
  expect(new Set(firsts).size).toBeGreaterThan(2);
});

test("an attempt cannot be jumped to, and a question of nobody's quiz is refused", async () => {
  const taker = await begin();
  const { next } = await findQuiz(db, { ...taker, wanted: 2 });
  const input = { attempt: 2, question: next?.question ?? "", verdict: "left" } as const;
  await expect(answerQuiz(db, { ...taker, input })).rejects.toThrow(Conflict);
  const unknown = { attempt: 1, question: "0".repeat(32), verdict: "left" } as const;
  await expect(answerQuiz(db, { ...taker, input: unknown })).rejects.toThrow(Conflict);
});

test("reviewers are not quizzed, and a quiz that lost its questions keeps nobody", async () => {
  expect(await isServed(await begin(3, "reviewer"))).toBe("served");
  const taker = await begin(3);
  await db.delete(gold).where(eq(gold.projectId, taker.projectId));
  expect(await isServed(taker)).toBe("served");
});

test("a quiz without questions cannot be required", async () => {
  const { projectId, ownerId } = await begin(0);
  const qualification = { isRequired: true, passShare: 1, attemptsMax: 1 };
  await expect(
    setQualification(db, { projectId, actorId: ownerId, qualification }),
  ).rejects.toThrow(Invalid);
});

test("gold keeps out of the hold-out slice and of other projects", async () => {
  const mine = await begin();
  const other = await begin();
  const [foreign = 0] = await trainPairs(other.projectId);
  await expect(save(mine, foreign, "first")).rejects.toThrow(NotFound);
  const [held] = await db
    .select({ id: pairs.id })
    .from(pairs)
    .where(and(eq(pairs.projectId, mine.projectId), eq(pairs.slice, "holdout")));
  await expect(save(mine, held?.id ?? 0, "first")).rejects.toThrow(Invalid);
});

test("gold demands only what the form offers", async () => {
  const { projectId, ownerId } = await begin(0);
  await db
    .update(projects)
    .set({ form: { ...(await formOf(projectId)), hasTie: false } })
    .where(eq(projects.id, projectId));
  const [pairId = 0] = await trainPairs(projectId);
  await expect(save({ projectId, ownerId }, pairId, "tie")).rejects.toThrow(Invalid);
  const input = {
    pairId,
    verdict: "first",
    strengthMin: 3,
    explanation: "",
    use: "work",
    isTrap: true,
  } as const;
  await expect(saveGold(db, { projectId, actorId: ownerId, input })).rejects.toThrow(Invalid);
});

test("passing again does not move the moment of passing", async () => {
  const taker = await begin(1);
  await answerNext(taker, true);
  const passed = await qualifiedAt(taker);
  expect(passed).not.toBeNull();
  await decideQualification(db, {
    projectId: taker.projectId,
    actorId: taker.ownerId,
    userId: taker.annotatorId,
    isQualified: true,
  });
  expect(await qualifiedAt(taker)).toEqual(passed);
});

async function formOf(projectId: string) {
  const rows = await db
    .select({ form: projects.form })
    .from(projects)
    .where(eq(projects.id, projectId));
  const row = rows.at(0);
  if (row === undefined) throw new Error("no such project");
  return row.form;
}

async function qualifiedAt(taker: Taker): Promise<Date | null> {
  const rows = await db
    .select({ at: memberships.qualifiedAt })
    .from(memberships)
    .where(
      and(eq(memberships.projectId, taker.projectId), eq(memberships.userId, taker.annotatorId)),
    );
  return rows.at(0)?.at ?? null;
}
