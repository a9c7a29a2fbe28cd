import type { Database } from "#db/client.ts";
import {
  countScoredTexts,
  type ScoreSource,
  type summariseScores,
} from "#db/queries/completion-scores.ts";

/** Fewer different texts than this may get the same reward by chance. */
export const textsEnough = 8;

/** Whether a version has given one and the same reward to enough different texts, and no other. */
export async function isConstant(
  db: Database,
  source: ScoreSource,
  summary: Awaited<ReturnType<typeof summariseScores>>,
): Promise<boolean> {
  const { withMean, meanMin, meanMax } = summary;
  if (withMean < textsEnough || meanMin !== meanMax) return false;
  return (await countScoredTexts(db, source)) >= textsEnough;
}
