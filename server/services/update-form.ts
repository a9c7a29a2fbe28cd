import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { lockProjectSettings, updateProjectRow } from "#db/queries/projects.ts";
import type { JudgmentForm } from "#server/contracts/project-settings.ts";

/**
 * Changes what the judge screen asks. The form that it replaces is kept with the audit event: pages
 * that were opened under it may still submit (see accept-answers.ts).
 */
export async function updateForm(
  db: Database,
  params: {
    readonly projectId: string;
    readonly actorId: string;
    readonly form: JudgmentForm;
  },
): Promise<void> {
  const { projectId, actorId, form } = params;
  await db.transaction(async (tx) => {
    const { form: formBefore } = await lockProjectSettings(tx, projectId);
    await updateProjectRow(tx, { projectId, change: { form } });
    const detail = { form, formBefore };
    await insertAuditEvent(tx, { projectId, actorId, action: "form.updated", detail });
  });
}
