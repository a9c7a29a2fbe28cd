import { and, asc, desc, eq, gt, inArray, isNull, notExists, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client.ts";
import { assignments } from "#db/schema/assignments.ts";
import { pairs } from "#db/schema/pairs.ts";

type Holder = { readonly projectId: string; readonly annotatorId: string };

/**
 * Cuts leases down to a short grace. One that was renewed after `renewedUntil` was read, by a reload
 * or in another window, is left as it is. Times are compared as a browser knows them, without
 * microseconds.
 */
export async function shortenLeases(
  db: Database,
  params: Holder & {
    readonly assignmentIds: readonly string[];
    readonly renewedUntil: Date;
    readonly graceSeconds: number;
  },
): Promise<void> {
  const grace = sql`now() + make_interval(secs => ${params.graceSeconds})`;
  await db
    .update(assignments)
    .set({ leasedUntil: grace })
    .where(
      and(
        isOf(params),
        eq(assignments.state, "leased"),
        inArray(assignments.id, [...params.assignmentIds]),
        gt(assignments.leasedUntil, grace),
        sql`date_trunc('milliseconds', ${assignments.leasedUntil}) <= ${params.renewedUntil.toISOString()}::timestamptz`,
      ),
    );
}

/**
 * The annotator's own lapsed assignments whose pair nobody else has taken since, latest first, with
 * their pairs locked. Those of rankings are left out: a ranking is leased whole.
 */
export async function lockLapsedAssignments(
  db: Database,
  params: Holder & { readonly limit: number; readonly lapsedDaysMax: number },
): Promise<{ assignmentId: string; pairId: number }[]> {
  return await db
    .select({ assignmentId: assignments.id, pairId: assignments.pairId })
    .from(assignments)
    .innerJoin(pairs, eq(pairs.id, assignments.pairId))
    .where(
      and(
        isOf(params),
        inArray(assignments.state, ["expired", "released"]),
        isNull(assignments.rankingId),
        gt(
          assignments.leasedUntil,
          sql`now() - make_interval(days => ${params.lapsedDaysMax}::int)`,
        ),
        eq(pairs.status, "open"),
        gt(pairs.openSlots, 0),
        notExists(laterTurn(db)),
      ),
    )
    .orderBy(desc(assignments.leasedUntil), asc(assignments.createdAt))
    .limit(params.limit)
    .for("update", { of: pairs, skipLocked: true });
}

export async function renewLapsed(
  db: Database,
  params: { readonly assignmentIds: readonly string[]; readonly leaseSeconds: number },
): Promise<void> {
  await db
    .update(assignments)
    .set({
      state: "leased",
      leasedUntil: sql`now() + make_interval(secs => ${params.leaseSeconds})`,
    })
    .where(inArray(assignments.id, [...params.assignmentIds]));
}

/** Another assignment of the same pair to the same annotator that is live, or that lapsed later. */
function laterTurn(db: Database) {
  const other = alias(assignments, "other");
  return db
    .select({ one: sql`1` })
    .from(other)
    .where(
      and(
        eq(other.annotatorId, assignments.annotatorId),
        eq(other.pairId, assignments.pairId),
        sql`${other.id} <> ${assignments.id}`,
        sql`(${other.state} in ('leased', 'judged', 'skipped')
          or ${other.createdAt} > ${assignments.createdAt})`,
      ),
    );
}

function isOf(params: Holder): SQL | undefined {
  return and(
    eq(assignments.annotatorId, params.annotatorId),
    eq(assignments.projectId, params.projectId),
  );
}
