import { and, count, eq, isNull, ne, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { assignments } from "#db/schema/assignments.ts";
import { judgments } from "#db/schema/judgments.ts";
import { pairs } from "#db/schema/pairs.ts";
import { pointEvents } from "#db/schema/point-events.ts";

export type NewJudgment = typeof judgments.$inferInsert;

type Author = { readonly projectId: string; readonly annotatorId: string };

/** A judgment counts while nothing superseded it and nobody withdrew it. */
export const isCurrent = and(isNull(judgments.supersededBy), isNull(judgments.withdrawnAt));

/** Work on a pair; gold and repeats say something of the annotator, and nothing new of the pair. */
export const isWork = and(
  eq(judgments.repeatIndex, 0),
  ne(assignments.arm, "gold"),
  eq(pairs.isGold, false),
);

export async function insertJudgment(db: Database, values: NewJudgment): Promise<string> {
  const rows = await db.insert(judgments).values(values).returning({ id: judgments.id });
  const row = rows.at(0);
  if (row === undefined) throw new Error("insert returned no row");
  return row.id;
}

export async function isJudgmentKnown(
  db: Database,
  params: { readonly annotatorId: string; readonly idempotencyKey: string },
): Promise<boolean> {
  const rows = await db
    .select({ id: judgments.id })
    .from(judgments)
    .where(
      and(
        eq(judgments.annotatorId, params.annotatorId),
        eq(judgments.idempotencyKey, params.idempotencyKey),
      ),
    );
  return rows.length > 0;
}

export async function withdrawJudgment(db: Database, judgmentId: string): Promise<void> {
  await db
    .update(judgments)
    .set({ withdrawnAt: sql`now()` })
    .where(and(eq(judgments.id, judgmentId), isNull(judgments.withdrawnAt)));
}

/** Links the withdrawn judgments of an assignment to the one that took their place. */
export async function supersedeWithdrawn(
  db: Database,
  params: { readonly assignmentId: string; readonly successorId: string },
): Promise<void> {
  await db
    .update(judgments)
    .set({ supersededBy: params.successorId })
    .where(
      and(
        eq(judgments.assignmentId, params.assignmentId),
        isNull(judgments.supersededBy),
        sql`${judgments.withdrawnAt} is not null`,
      ),
    );
}

export async function insertPointEvent(
  db: Database,
  values: typeof pointEvents.$inferInsert,
): Promise<void> {
  await db.insert(pointEvents).values(values);
}

/** What one annotator has done here: in all and since `since`. */
export async function countOwnJudgments(
  db: Database,
  params: Author & { readonly since: Date },
): Promise<{ total: number; recent: number }> {
  const rows = await db
    .select({
      total: count(),
      recent:
        sql<number>`count(*) filter (where ${judgments.createdAt} >= ${params.since.toISOString()})`.mapWith(
          Number,
        ),
    })
    .from(judgments)
    .where(
      and(
        eq(judgments.projectId, params.projectId),
        eq(judgments.annotatorId, params.annotatorId),
        isCurrent,
      ),
    );
  return rows.at(0) ?? { total: 0, recent: 0 };
}
