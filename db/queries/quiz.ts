import { and, asc, count, eq, max, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client.ts";
import { completions } from "#db/schema/completions.ts";
import { gold, quizAnswers } from "#db/schema/gold.ts";
import { memberships } from "#db/schema/memberships.ts";
import { pairs } from "#db/schema/pairs.ts";
import { prompts } from "#db/schema/prompts.ts";
import { users } from "#db/schema/users.ts";
import type { Role } from "#server/contracts/vocabulary.ts";

type Taker = { readonly projectId: string; readonly annotatorId: string };

/** The pairs of a project's quiz with their answers: never send a row of this to a browser. */
export async function listQuizPairs(db: Database, projectId: string) {
  const first = alias(completions, "first");
  const second = alias(completions, "second");
  return await db
    .select({
      pairId: gold.pairId,
      verdict: gold.verdict,
      explanation: gold.explanation,
      messages: prompts.messages,
      first: first.text,
      second: second.text,
    })
    .from(gold)
    .innerJoin(pairs, eq(pairs.id, gold.pairId))
    .innerJoin(prompts, eq(prompts.id, pairs.promptId))
    .innerJoin(first, eq(first.id, pairs.firstId))
    .innerJoin(second, eq(second.id, pairs.secondId))
    .where(and(eq(gold.projectId, projectId), eq(gold.use, "quiz")))
    .orderBy(asc(gold.pairId));
}
export type QuizPair = Awaited<ReturnType<typeof listQuizPairs>>[number];

export async function listQuizAnswers(db: Database, taker: Taker) {
  return await db
    .select({
      pairId: quizAnswers.pairId,
      attempt: quizAnswers.attempt,
      isRight: quizAnswers.isRight,
    })
    .from(quizAnswers)
    .where(isTaker(taker))
    .orderBy(asc(quizAnswers.id));
}
export type QuizAnswer = Awaited<ReturnType<typeof listQuizAnswers>>[number];

/** The first answer to a question stands; another one to the same question changes nothing. */
export async function insertQuizAnswer(
  db: Database,
  values: typeof quizAnswers.$inferInsert,
): Promise<void> {
  await db.insert(quizAnswers).values(values).onConflictDoNothing();
}

/** Forgets a person's answers, so that they may begin again. */
export async function deleteQuizAnswers(db: Database, taker: Taker): Promise<void> {
  await db.delete(quizAnswers).where(isTaker(taker));
}

/** Somebody's role and when they passed; null for an administrator who is not a member. */
export async function findQualification(
  db: Database,
  taker: Taker,
): Promise<{ role: Role; qualifiedAt: Date | null } | null> {
  const rows = await db
    .select({ role: memberships.role, qualifiedAt: memberships.qualifiedAt })
    .from(memberships)
    .where(isMemberOf(taker));
  return rows.at(0) ?? null;
}

export async function setQualified(
  db: Database,
  params: Taker & { readonly isQualified: boolean },
): Promise<void> {
  const qualifiedAt = params.isQualified ? sql`coalesce(${memberships.qualifiedAt}, now())` : null;
  await db.update(memberships).set({ qualifiedAt }).where(isMemberOf(params));
}

/** How each annotator stands in the quiz, for managers. */
export async function listQuizStandings(db: Database, projectId: string) {
  return await db
    .select({
      userId: users.id,
      name: users.name,
      qualifiedAt: memberships.qualifiedAt,
      attempts: sql<number>`coalesce(${max(quizAnswers.attempt)}, 0)`.mapWith(Number),
      answered: count(quizAnswers.id),
      right: sql<number>`count(*) filter (where ${quizAnswers.isRight})`.mapWith(Number),
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .leftJoin(
      quizAnswers,
      and(
        eq(quizAnswers.projectId, memberships.projectId),
        eq(quizAnswers.userId, memberships.userId),
      ),
    )
    .where(and(eq(memberships.projectId, projectId), eq(memberships.role, "annotator")))
    .groupBy(users.id, memberships.qualifiedAt)
    .orderBy(asc(users.name), asc(users.id))
    .limit(1000);
}

function isTaker(taker: Taker) {
  return and(eq(quizAnswers.projectId, taker.projectId), eq(quizAnswers.userId, taker.annotatorId));
}

function isMemberOf(taker: Taker) {
  return and(eq(memberships.projectId, taker.projectId), eq(memberships.userId, taker.annotatorId));
}
