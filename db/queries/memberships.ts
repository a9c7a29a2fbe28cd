import { and, asc, count, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { assignments } from "#db/schema/assignments.ts";
import { judgments } from "#db/schema/judgments.ts";
import { memberships } from "#db/schema/memberships.ts";
import { users } from "#db/schema/users.ts";
import type { Role } from "#server/contracts/vocabulary.ts";
import { isCurrent } from "./judgments.ts";

export type Member = { readonly projectId: string; readonly userId: string };

export async function findMemberRole(db: Database, params: Member): Promise<Role | null> {
  const rows = await db
    .select({ role: memberships.role })
    .from(memberships)
    .where(isMember(params));
  return rows.at(0)?.role ?? null;
}

/** False when this user is a member already. */
export async function insertMembership(
  db: Database,
  values: Member & { readonly role: Role },
): Promise<boolean> {
  const rows = await db
    .insert(memberships)
    .values(values)
    .onConflictDoNothing()
    .returning({ userId: memberships.userId });
  return rows.length > 0;
}

export async function updateMemberRole(
  db: Database,
  params: Member & { readonly role: Role },
): Promise<void> {
  await db.update(memberships).set({ role: params.role }).where(isMember(params));
}

export async function deleteMembership(db: Database, params: Member): Promise<void> {
  await db.delete(memberships).where(isMember(params));
}

/** Locks every owner's membership, so that two owners cannot both leave as the last but one. */
export async function lockOwners(db: Database, projectId: string): Promise<string[]> {
  const rows = await db
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.projectId, projectId), eq(memberships.role, "owner")))
    .orderBy(asc(memberships.userId))
    .for("update");
  return rows.map((row) => row.userId);
}

export async function listMembers(db: Database, projectId: string) {
  const judged = db
    .select({ annotatorId: judgments.annotatorId, total: count().as("total") })
    .from(judgments)
    .where(and(eq(judgments.projectId, projectId), isCurrent))
    .groupBy(judgments.annotatorId)
    .as("judged");
  return await db
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      role: memberships.role,
      joinedAt: memberships.createdAt,
      judgments: sql<number>`coalesce(${judged.total}, 0)`.mapWith(Number),
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .leftJoin(judged, eq(judged.annotatorId, memberships.userId))
    .where(eq(memberships.projectId, projectId))
    .orderBy(asc(memberships.role), asc(users.name), asc(users.id))
    .limit(1000);
}

/** Ends the leases of somebody who is leaving, so that the next sweep gives their pairs to others. */
export async function lapseLeases(db: Database, params: Member): Promise<void> {
  await db
    .update(assignments)
    .set({ leasedUntil: sql`now()` })
    .where(
      and(
        eq(assignments.projectId, params.projectId),
        eq(assignments.annotatorId, params.userId),
        inArray(assignments.state, ["leased"]),
      ),
    );
}

function isMember(params: Member) {
  return and(eq(memberships.projectId, params.projectId), eq(memberships.userId, params.userId));
}
