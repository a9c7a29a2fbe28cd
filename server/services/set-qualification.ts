import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { lockProjectSettings, updateProjectRow } from "#db/queries/projects.ts";
import { deleteQuizAnswers, listQuizPairs, setQualified } from "#db/queries/quiz.ts";
import type { QualificationSettings } from "#server/contracts/project-settings.ts";
import { Invalid } from "#server/errors.ts";

/** @throws Invalid when a quiz is to be required that has no questions */
export async function setQualification(
  db: Database,
  params: {
    readonly projectId: string;
    readonly actorId: string;
    readonly qualification: QualificationSettings;
  },
): Promise<void> {
  const { projectId, actorId, qualification } = params;
  await db.transaction(async (tx) => {
    await lockProjectSettings(tx, projectId);
    if (qualification.isRequired && (await listQuizPairs(tx, projectId)).length === 0) {
      throw new Invalid("Add a gold pair for the quiz first; an empty quiz would let nobody in.");
    }
    await updateProjectRow(tx, { projectId, change: { qualification } });
    const detail = { qualification };
    await insertAuditEvent(tx, { projectId, actorId, action: "project.updated", detail });
  });
}

/** Lets somebody take the quiz from the beginning, or in without it. */
export async function decideQualification(
  db: Database,
  params: {
    readonly projectId: string;
    readonly actorId: string;
    readonly userId: string;
    readonly isQualified: boolean;
  },
): Promise<void> {
  const { projectId, actorId, userId, isQualified } = params;
  await db.transaction(async (tx) => {
    const taker = { projectId, annotatorId: userId };
    if (!isQualified) await deleteQuizAnswers(tx, taker);
    await setQualified(tx, { ...taker, isQualified });
    const detail = { userId, isQualified };
    await insertAuditEvent(tx, { projectId, actorId, action: "member.qualified", detail });
  });
}
