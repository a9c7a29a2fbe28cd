import type { Database } from "#db/client.ts";
import { findOwnJudgment as findRow } from "#db/queries/own-judgments.ts";
import { getProjectSettings, type ProjectSettings } from "#db/queries/projects.ts";
import { findRanking, listRankedJudgments } from "#db/queries/rankings.ts";
import { NotFound } from "#server/errors.ts";
import { explainClosed, isChangeable } from "./explain-closed.ts";
import type { Annotator } from "./serve-pairs.ts";
import { sidedJudgment } from "./sided-judgment.ts";

/**
 * One judgment with its pair as it was shown: the same sides, no names, nobody else's opinion.
 * @throws NotFound when it is not the annotator's, or was replaced or taken back
 */
export async function findOwnJudgment(
  db: Database,
  params: Annotator & { readonly judgmentId: string },
) {
  const settings = await getProjectSettings(db, params.projectId);
  const { form, policy } = settings;
  const row = await findRow(db, params);
  if (row === null) throw new NotFound("This judgment has been changed or taken back since.");
  return {
    judgmentId: row.judgmentId,
    form,
    messages: row.messages,
    left: row.left,
    right: row.right,
    said: sidedJudgment(row),
    strengthLevels: row.strengthLevels,
    decidedAt: row.decidedAt,
    isSettled: row.pairStatus !== "open",
    isAmended: row.isAmended,
    closed: explainClosed(row, policy.undoSeconds),
    ranking: await findReopenable(db, { ...params, rankingId: row.rankingId }, settings),
  };
}

/** The ranking that a judgment is part of, with its tiers as places on the screen, if it can be made anew. */
async function findReopenable(
  db: Database,
  params: Annotator & { readonly rankingId: string | null },
  { form, policy }: ProjectSettings,
) {
  const { rankingId } = params;
  if (rankingId === null || form.rankingSize === null) return null;
  const ranking = await findRanking(db, { ...params, rankingId });
  if (ranking === null || ranking.tiers === null) return null;
  const judged = await listRankedJudgments(db, rankingId);
  if (!judged.every((judgment) => isChangeable(judgment, policy.undoSeconds))) return null;
  const placeOf = new Map(ranking.completionIds.map((id, place) => [id, place]));
  const tiers = ranking.tiers.map((tier) => tier.flatMap((id) => placeOf.get(id) ?? []));
  return { rankingId, tiers };
}
