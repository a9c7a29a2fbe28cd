import type { Database } from "#db/client.ts";
import { lockAnnotator, updateAssignment } from "#db/queries/assignments.ts";
import { insertPointEvent, withdrawJudgment } from "#db/queries/judgments.ts";
import { recountPairs } from "#db/queries/pairs.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import {
  listRankedJudgments,
  lockRankedPairs,
  lockRanking,
  setTiers,
} from "#db/queries/rankings.ts";
import { Conflict, NotFound } from "#server/errors.ts";
import type { Annotator } from "./serve-pairs.ts";

/**
 * Takes a whole ranking back, if it is young enough, and leases it to the annotator again in the
 * same order of the screen. The withdrawn judgments stay on record.
 * @throws NotFound for somebody else's ranking, Conflict when it is too old
 */
export async function undoRanking(
  db: Database,
  params: Annotator & { readonly rankingId: string },
): Promise<void> {
  const { policy } = await getProjectSettings(db, params.projectId);
  await db.transaction(async (tx) => {
    await lockAnnotator(tx, params);
    const ranking = await lockRanking(tx, params);
    if (ranking === null) throw new NotFound("This ranking was never assigned to you.");
    if (ranking.tiers === null) return;
    const ranked = await lockRankedPairs(tx, ranking.id);
    const judged = await listRankedJudgments(tx, ranking.id);
    if (judged.some((judgment) => judgment.ageSeconds >= policy.undoSeconds)) {
      throw new Conflict("This ranking is too old to be taken back.");
    }
    for (const { judgmentId, assignmentId, points } of judged) {
      await withdrawJudgment(tx, judgmentId);
      const { leaseSeconds } = policy;
      await updateAssignment(tx, assignmentId, { state: "leased", leaseSeconds });
      if (points === 0) continue;
      await insertPointEvent(tx, {
        projectId: params.projectId,
        userId: params.annotatorId,
        judgmentId,
        reason: "withdrawn",
        points: -points,
      });
    }
    await setTiers(tx, { rankingId: ranking.id, tiers: null });
    await recountPairs(
      tx,
      ranked.map(({ assignment }) => assignment.pairId),
    );
  });
}
