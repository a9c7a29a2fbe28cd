import { and, count, desc, eq, gt, ne, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { assignments } from "#db/schema/assignments.ts";
import { judgments } from "#db/schema/judgments.ts";
import { pairs } from "#db/schema/pairs.ts";
import { pointEvents } from "#db/schema/point-events.ts";
import { isCurrent } from "./judgments.ts";

type Author = { readonly projectId: string; readonly annotatorId: string };

/** The days (UTC, `YYYY-MM-DD`) on which somebody judged in a project, newest first. */
export async function listJudgedDays(
  db: Database,
  params: Author & { readonly limit: number },
): Promise<{ day: string; judgments: number }[]> {
  const day = sql<string>`to_char(${judgments.createdAt} at time zone 'UTC', 'YYYY-MM-DD')`;
  return await db
    .select({ day, judgments: count() })
    .from(judgments)
    .where(isBy(params))
    .groupBy(day)
    .orderBy(desc(day))
    .limit(params.limit);
}

/** Points of judgments whose pair is settled, and of those that still wait for other people. */
export async function sumOwnPoints(
  db: Database,
  author: Author,
): Promise<{ settled: number; pending: number }> {
  const sum = (condition: ReturnType<typeof sql>) =>
    sql<number>`coalesce(sum(${pointEvents.points}) filter (where ${condition}), 0)`.mapWith(
      Number,
    );
  const rows = await db
    .select({
      settled: sum(sql`${pairs.status} = 'settled'`),
      pending: sum(sql`${pairs.status} <> 'settled'`),
    })
    .from(pointEvents)
    .innerJoin(judgments, eq(judgments.id, pointEvents.judgmentId))
    .innerJoin(pairs, eq(pairs.id, judgments.pairId))
    .where(
      and(eq(pointEvents.projectId, author.projectId), eq(pointEvents.userId, author.annotatorId)),
    );
  return rows.at(0) ?? { settled: 0, pending: 0 };
}

/** When the first lease that somebody else holds runs out; null when nobody holds any. */
export async function findNextLeaseEnd(db: Database, author: Author): Promise<Date | null> {
  const rows = await db
    .select({ leasedUntil: assignments.leasedUntil })
    .from(assignments)
    .where(
      and(
        eq(assignments.projectId, author.projectId),
        ne(assignments.annotatorId, author.annotatorId),
        eq(assignments.state, "leased"),
        gt(assignments.leasedUntil, sql`now()`),
      ),
    )
    .orderBy(assignments.leasedUntil)
    .limit(1);
  return rows.at(0)?.leasedUntil ?? null;
}

function isBy(author: Author) {
  return and(
    eq(judgments.projectId, author.projectId),
    eq(judgments.annotatorId, author.annotatorId),
    isCurrent,
  );
}
