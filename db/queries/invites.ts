import { and, desc, eq, gt, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { invites } from "#db/schema/memberships.ts";
import { projects } from "#db/schema/projects.ts";
import { users } from "#db/schema/users.ts";
import type { InviteState } from "#server/contracts/invite.ts";

export async function insertInvite(
  db: Database,
  values: typeof invites.$inferInsert,
): Promise<string> {
  const rows = await db.insert(invites).values(values).returning({ id: invites.id });
  const row = rows.at(0);
  if (row === undefined) throw new Error("an inserted invite was not returned");
  return row.id;
}

/** What whoever holds the address may see of an invite. */
export async function findInvite(db: Database, tokenHash: string) {
  const rows = await db
    .select({
      id: invites.id,
      projectId: invites.projectId,
      projectSlug: projects.slug,
      projectName: projects.name,
      projectDescription: projects.description,
      role: invites.role,
      expiresAt: invites.expiresAt,
      state: inviteState(),
    })
    .from(invites)
    .innerJoin(projects, eq(projects.id, invites.projectId))
    .where(eq(invites.tokenHash, tokenHash));
  return rows.at(0) ?? null;
}
export type Invite = NonNullable<Awaited<ReturnType<typeof findInvite>>>;

/** Counts one use if there is one left; the statement and a constraint keep it under the cap. */
export async function countInviteUse(db: Database, inviteId: string): Promise<boolean> {
  const rows = await db
    .update(invites)
    .set({ uses: sql`${invites.uses} + 1` })
    .where(
      and(
        eq(invites.id, inviteId),
        isNull(invites.revokedAt),
        or(isNull(invites.expiresAt), gt(invites.expiresAt, sql`now()`)),
        lt(invites.uses, invites.usesMax),
      ),
    )
    .returning({ id: invites.id });
  return rows.length > 0;
}

export async function listInvites(db: Database, projectId: string) {
  return await db
    .select({
      id: invites.id,
      role: invites.role,
      label: invites.label,
      uses: invites.uses,
      usesMax: invites.usesMax,
      expiresAt: invites.expiresAt,
      createdAt: invites.createdAt,
      createdBy: users.name,
      state: inviteState(),
    })
    .from(invites)
    .leftJoin(users, eq(users.id, invites.createdBy))
    .where(eq(invites.projectId, projectId))
    .orderBy(desc(invites.createdAt))
    .limit(200);
}

export async function findInviteRole(
  db: Database,
  params: { readonly projectId: string; readonly inviteId: string },
) {
  const rows = await db.select({ role: invites.role }).from(invites).where(isInvite(params));
  return rows.at(0)?.role ?? null;
}

/** False when it had been revoked before. */
export async function revokeInvite(
  db: Database,
  params: { readonly projectId: string; readonly inviteId: string },
): Promise<boolean> {
  const rows = await db
    .update(invites)
    .set({ revokedAt: sql`now()` })
    .where(and(isInvite(params), isNull(invites.revokedAt)))
    .returning({ id: invites.id });
  return rows.length > 0;
}

function isInvite(params: { readonly projectId: string; readonly inviteId: string }) {
  return and(eq(invites.id, params.inviteId), eq(invites.projectId, params.projectId));
}

function inviteState(): SQL<InviteState> {
  return sql<InviteState>`case
    when ${invites.revokedAt} is not null then 'revoked'
    when ${invites.expiresAt} <= now() then 'expired'
    when ${invites.uses} >= ${invites.usesMax} then 'used_up'
    else 'usable' end`;
}
