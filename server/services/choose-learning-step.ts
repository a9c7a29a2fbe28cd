/** What has come in for a project that its newest fit has not seen. */
export type News = {
  readonly news: number;
  /** Those of the training slice that no online update has seen either. */
  readonly unlearned: number;
  /** Judgments that the newest fit knows; 0 before the first. */
  readonly trainedOn: number;
  /** Since the last judgment. */
  readonly quietSeconds: number;
  /** A promoted version ranks, so that updating the newest online would change nothing. */
  readonly isPinned: boolean;
};

const newsMin = 8;
const growthShare = 0.04;
const quietSecondsMin = 10;
const quietShare = 0.01;
/** After this long without anything new, whatever has come in is learned. */
const quietSecondsMax = 120;
const updateMin = 2;
const updateShare = 0.01;

/**
 * What to do about news. A fit is worth its time when enough has come in compared with what the model
 * knows, or when people have stopped for a moment; in between, a smaller number is taken in online.
 * Both thresholds grow with the model, so that the versions of a project grow with the logarithm of
 * its judgments and not with their number.
 */
export function chooseLearningStep(news: News): "fit" | "update" | null {
  if (isTrainingDue(news)) return "fit";
  const { unlearned, trainedOn, isPinned } = news;
  const isWorthIt = unlearned >= Math.max(updateMin, updateShare * trainedOn);
  return isWorthIt && trainedOn > 0 && !isPinned ? "update" : null;
}

function isTrainingDue({ news, trainedOn, quietSeconds }: News): boolean {
  if (news === 0) return false;
  if (news >= Math.max(newsMin, growthShare * trainedOn)) return true;
  if (quietSeconds >= quietSecondsMax) return true;
  return quietSeconds >= quietSecondsMin && news >= quietShare * trainedOn;
}
