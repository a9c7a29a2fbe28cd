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
import { isChangeable } from "./explain-closed.ts";
import type { Annotator } from "./serve-pairs.ts";

/**
 * Takes a whole ranking back, while each of its judgments could be changed, and leases it to the
 * annotator again in the same order of the screen. The withdrawn judgments stay on record.
 * @throws NotFound for somebody else's ranking, Conflict when it stands
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
    if (!judged.every((judgment) => isChangeable(judgment, policy.undoSeconds))) {
      throw new Conflict("Pairs of this ranking have been settled since, so it stands.");
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
