import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { setTargetJudgments } from "#db/queries/pair-targets.ts";
import { lockProjectSettings, updateProjectRow } from "#db/queries/projects.ts";
import type { UpdateProjectInput } from "#server/contracts/project.ts";
import { selectionPolicy } from "#server/contracts/project-settings.ts";

/** Changes what a project is called and how it serves; a new target applies to the pairs that exist, too. */
export async function updateProject(
  db: Database,
  params: {
    readonly projectId: string;
    readonly actorId: string;
    readonly input: UpdateProjectInput;
  },
): Promise<void> {
  const { projectId, actorId, input } = params;
  const { name, description, ...changed } = input;
  await db.transaction(async (tx) => {
    const { policy: held } = await lockProjectSettings(tx, projectId);
    const policy = selectionPolicy.parse({ ...held, ...changed });
    await updateProjectRow(tx, { projectId, change: { name, description, policy } });
    if (policy.targetJudgments !== held.targetJudgments) {
      await setTargetJudgments(tx, { projectId, targetJudgments: policy.targetJudgments });
    }
    await insertAuditEvent(tx, { projectId, actorId, action: "project.updated", detail: changed });
  });
}
