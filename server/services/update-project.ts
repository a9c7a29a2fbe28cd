import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { setTargetJudgments } from "#db/queries/pair-targets.ts";
import { lockProjectSettings, updateProjectRow } from "#db/queries/projects.ts";
import { clearQueue } from "#db/queries/queue.ts";
import type { UpdateProjectInput } from "#server/contracts/project.ts";
import { selectionPolicy } from "#server/contracts/project-settings.ts";

/**
 * Changes what a project is called and how it serves. A new target applies to the pairs that exist,
 * too; a new policy empties the queue that the old one filled.
 */
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
    // The worker fills an empty queue within a second, by the policy that the project has by then.
    if (policy.policyName !== held.policyName) await clearQueue(tx, projectId);
    if (policy.targetJudgments !== held.targetJudgments) {
      await setTargetJudgments(tx, { projectId, targetJudgments: policy.targetJudgments });
    }
    await insertAuditEvent(tx, { projectId, actorId, action: "project.updated", detail: changed });
  });
}
