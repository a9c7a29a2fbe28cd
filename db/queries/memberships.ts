import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { memberships } from "#db/schema/memberships.ts";
import type { Role } from "#server/contracts/vocabulary.ts";

export async function findMemberRole(
  db: Database,
  params: { readonly projectId: string; readonly userId: string },
): Promise<Role | null> {
  const rows = await db
    .select({ role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.projectId, params.projectId), eq(memberships.userId, params.userId)));
  return rows.at(0)?.role ?? null;
}
