import { and, asc, eq, gt, inArray, isNull, lt, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client.ts";
import { assignments } from "#db/schema/assignments.ts";
import { completions } from "#db/schema/completions.ts";
import { pairs } from "#db/schema/pairs.ts";
import { prompts } from "#db/schema/prompts.ts";

export type Assignment = typeof assignments.$inferSelect;
export type NewAssignment = typeof assignments.$inferInsert;

type Holder = { readonly projectId: string; readonly annotatorId: string };
type OwnAssignment = Holder & { readonly assignmentId: string };

export async function insertAssignment(db: Database, values: NewAssignment): Promise<void> {
  await db.insert(assignments).values(values);
}

/** Requests of one annotator in one project take turns, whatever tabs they come from. */
export async function lockAnnotator(db: Database, params: Holder): Promise<void> {
  const key = `${params.projectId}:${params.annotatorId}`;
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 1))`);
}

/** The annotator's own assignment, locked; somebody else's is not found. */
export async function lockAssignment(
  db: Database,
  params: OwnAssignment,
): Promise<Assignment | null> {
  const rows = await db.select().from(assignments).where(isOwn(params)).for("update");
  return rows.at(0) ?? null;
}

export async function findAssignmentPair(
  db: Database,
  params: OwnAssignment,
): Promise<number | null> {
  const rows = await db
    .select({ pairId: assignments.pairId })
    .from(assignments)
    .where(isOwn(params));
  return rows.at(0)?.pairId ?? null;
}

/** What the annotator holds now, oldest first, in the only words that may reach a browser. */
export async function listLeases(db: Database, params: Holder) {
  const first = alias(completions, "first");
  const second = alias(completions, "second");
  const side = (isLeft: boolean) =>
    sql<string>`case when ${assignments.leftIsFirst} = ${isLeft} then ${first.text} else ${second.text} end`;
  return await db
    .select({
      assignmentId: assignments.id,
      messages: prompts.messages,
      left: side(true),
      right: side(false),
      leasedUntil: assignments.leasedUntil,
    })
    .from(assignments)
    .innerJoin(pairs, eq(pairs.id, assignments.pairId))
    .innerJoin(prompts, eq(prompts.id, pairs.promptId))
    .innerJoin(first, eq(first.id, pairs.firstId))
    .innerJoin(second, eq(second.id, pairs.secondId))
    .where(and(isHeldBy(params), gt(assignments.leasedUntil, sql`now()`)))
    .orderBy(asc(assignments.createdAt), asc(assignments.id));
}
export type Lease = Awaited<ReturnType<typeof listLeases>>[number];

/**
 * Renews what the annotator holds and returns how many leases that is. One whose time is up counts
 * as held until it is swept: its slot is still the annotator's.
 */
export async function extendLeases(
  db: Database,
  params: Holder & { readonly leaseSeconds: number },
): Promise<number> {
  const rows = await db
    .update(assignments)
    .set({ leasedUntil: sql`now() + make_interval(secs => ${params.leaseSeconds})` })
    .where(isHeldBy(params))
    .returning({ id: assignments.id });
  return rows.length;
}

export async function updateAssignment(
  db: Database,
  assignmentId: string,
  values: Partial<Pick<Assignment, "state" | "skipReason">> & { readonly leaseSeconds?: number },
): Promise<void> {
  const { leaseSeconds, ...columns } = values;
  const renewal =
    leaseSeconds === undefined
      ? {}
      : { leasedUntil: sql`now() + make_interval(secs => ${leaseSeconds})` };
  await db
    .update(assignments)
    .set({ ...columns, ...renewal })
    .where(eq(assignments.id, assignmentId));
}

/** Which of these the annotator has judged or skipped, in this window or another. */
export async function listClosedAssignments(
  db: Database,
  params: Holder & { readonly assignmentIds: readonly string[] },
): Promise<string[]> {
  const rows = await db
    .select({ id: assignments.id })
    .from(assignments)
    .where(
      and(
        inArray(assignments.id, [...params.assignmentIds]),
        eq(assignments.projectId, params.projectId),
        eq(assignments.annotatorId, params.annotatorId),
        inArray(assignments.state, ["judged", "skipped"]),
      ),
    );
  return rows.map((row) => row.id);
}

/** The annotator's other live assignment of the same pair, after this one lapsed. */
export async function findLiveTwin(
  db: Database,
  params: Pick<Assignment, "id" | "annotatorId" | "pairId" | "repeatIndex">,
): Promise<Pick<Assignment, "id" | "state"> | null> {
  const rows = await db
    .select({ id: assignments.id, state: assignments.state })
    .from(assignments)
    .where(
      and(
        eq(assignments.annotatorId, params.annotatorId),
        eq(assignments.pairId, params.pairId),
        eq(assignments.repeatIndex, params.repeatIndex),
        inArray(assignments.state, ["leased", "judged", "skipped"]),
        sql`${assignments.id} <> ${params.id}`,
      ),
    );
  return rows.at(0) ?? null;
}

/** Locks the pairs of lapsed leases, in one order and past those in use. */
export async function lockLapsedPairs(db: Database, limit: number): Promise<number[]> {
  const lapsed = db.select({ pairId: assignments.pairId }).from(assignments).where(isLapsed());
  const rows = await db
    .select({ id: pairs.id })
    .from(pairs)
    .where(inArray(pairs.id, lapsed))
    .orderBy(asc(pairs.id))
    .limit(limit)
    .for("update", { skipLocked: true });
  return rows.map((row) => row.id);
}

export async function expireLapsedLeases(db: Database, pairIds: readonly number[]): Promise<void> {
  await db
    .update(assignments)
    .set({ state: "expired" })
    .where(and(isLapsed(), inArray(assignments.pairId, [...pairIds])));
}

function isOwn(params: OwnAssignment): SQL | undefined {
  return and(
    eq(assignments.id, params.assignmentId),
    eq(assignments.projectId, params.projectId),
    eq(assignments.annotatorId, params.annotatorId),
  );
}

function isHeldBy(params: Holder): SQL | undefined {
  return and(
    eq(assignments.annotatorId, params.annotatorId),
    eq(assignments.projectId, params.projectId),
    eq(assignments.state, "leased"),
    // Rankings are held, renewed and answered whole.
    isNull(assignments.rankingId),
  );
}

function isLapsed(): SQL | undefined {
  return and(sql`${assignments.state} = 'leased'`, lt(assignments.leasedUntil, sql`now()`));
}
