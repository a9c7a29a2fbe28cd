import { and, desc, eq, gte, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { auditEvents } from "#db/schema/audit-events.ts";

const formsMax = 50;

/** Forms of a project that another one took the place of since then, the newest first. */
export async function listReplacedForms(
  db: Database,
  params: { readonly projectId: string; readonly since: Date },
): Promise<unknown[]> {
  const rows = await db
    .select({ form: sql<unknown>`${auditEvents.detail} -> 'formBefore'` })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.projectId, params.projectId),
        eq(auditEvents.action, "form.updated"),
        gte(auditEvents.createdAt, params.since),
      ),
    )
    .orderBy(desc(auditEvents.id))
    .limit(formsMax);
  return rows.map((row) => row.form);
}
