import type { Database } from "#db/client.ts";
import { lockAnnotator, updateAssignment } from "#db/queries/assignments.ts";
import { findUndoableJudgment, insertPointEvent, withdrawJudgment } from "#db/queries/judgments.ts";
import { lockPair, recountPairs } from "#db/queries/pairs.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import { pointsPerJudgment } from "#server/contracts/points.ts";
import { NotFound } from "#server/errors.ts";
import type { Annotator } from "./serve-pairs.ts";

/**
 * Withdraws the annotator's newest judgment, if it is young enough, and leases its pair to them
 * again with the same sides. The withdrawn judgment stays on record.
 * @returns the assignment to judge anew
 * @throws NotFound when there is nothing recent to undo
 */
export async function undoJudgment(db: Database, annotator: Annotator): Promise<string> {
  const { policy } = await getProjectSettings(db, annotator.projectId);
  return await db.transaction(async (tx) => {
    await lockAnnotator(tx, annotator);
    const judgment = await findUndoableJudgment(tx, {
      ...annotator,
      undoSeconds: policy.undoSeconds,
    });
    if (judgment === null) throw new NotFound("There is no recent judgment to undo.");
    await lockPair(tx, judgment.pairId);
    await withdrawJudgment(tx, judgment.id);
    await updateAssignment(tx, judgment.assignmentId, {
      state: "leased",
      leaseSeconds: policy.leaseSeconds,
    });
    await recountPairs(tx, [judgment.pairId]);
    await insertPointEvent(tx, {
      projectId: annotator.projectId,
      userId: annotator.annotatorId,
      judgmentId: judgment.id,
      reason: "withdrawn",
      points: -pointsPerJudgment,
    });
    return judgment.assignmentId;
  });
}
