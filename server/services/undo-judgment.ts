import type { Database } from "#db/client.ts";
import { lockAnnotator, updateAssignment } from "#db/queries/assignments.ts";
import { refreshEditPairs } from "#db/queries/edits.ts";
import { insertPointEvent, withdrawJudgment } from "#db/queries/judgments.ts";
import { findJudgmentByKey } from "#db/queries/own-judgments.ts";
import { lockPair, recountPairs } from "#db/queries/pairs.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import { pointsPerJudgment } from "#server/contracts/points.ts";
import { Conflict, NotFound } from "#server/errors.ts";
import type { Annotator } from "./serve-pairs.ts";
import { type SidedJudgment, sidedJudgment } from "./sided-judgment.ts";

/** What is to be judged anew, and what had been said of it. */
export type Undone = { readonly assignmentId: string; readonly said: SidedJudgment };

/**
 * Takes one judgment back, if it is young enough, and leases its pair to the annotator again with the
 * same sides. The withdrawn judgment stays on record. Asking twice is answered like the first time.
 * @throws NotFound when there is no such judgment, Conflict when it can no longer be taken back
 */
export async function undoJudgment(
  db: Database,
  params: Annotator & { readonly idempotencyKey: string },
): Promise<Undone> {
  const { policy } = await getProjectSettings(db, params.projectId);
  return await db.transaction(async (tx) => {
    await lockAnnotator(tx, params);
    const judgment = await findJudgmentByKey(tx, params);
    if (judgment === null) throw new NotFound("There is no such judgment of yours.");
    const { assignmentId } = judgment;
    const undone = { assignmentId, said: sidedJudgment(judgment) };
    if (judgment.supersededBy !== null) throw new Conflict("This judgment has been changed since.");
    if (judgment.withdrawnAt !== null) return undone;
    if (judgment.isRanked) throw new Conflict("This judgment is part of a ranking.");
    if (judgment.ageSeconds >= policy.undoSeconds) {
      throw new Conflict(
        "This judgment is too old to be taken back; change it under My judgments.",
      );
    }
    await withdraw(tx, params, { ...judgment, leaseSeconds: policy.leaseSeconds });
    return undone;
  });
}

async function withdraw(
  tx: Database,
  annotator: Annotator,
  judgment: {
    readonly judgmentId: string;
    readonly assignmentId: string;
    readonly pairId: number;
    readonly leaseSeconds: number;
  },
): Promise<void> {
  const { judgmentId, pairId, leaseSeconds } = judgment;
  await lockPair(tx, pairId);
  await withdrawJudgment(tx, judgmentId);
  await updateAssignment(tx, judgment.assignmentId, { state: "leased", leaseSeconds });
  await recountPairs(tx, [pairId]);
  await refreshEditPairs(tx, [judgmentId]);
  await insertPointEvent(tx, {
    projectId: annotator.projectId,
    userId: annotator.annotatorId,
    judgmentId,
    reason: "withdrawn",
    points: -pointsPerJudgment,
  });
}
