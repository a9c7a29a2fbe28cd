/** What has come in for a project since its newest reward model. */
export type News = {
  readonly news: number;
  readonly trainedOn: number;
  /** Since the last judgment. */
  readonly quietSeconds: number;
};

const newsMin = 8;
const growthShare = 0.04;
const quietSecondsMax = 10;

/**
 * True when a new fit is worth its time: enough has come in compared with what the model knows, or
 * people have stopped for a moment and anything at all has.
 */
export function isTrainingDue({ news, trainedOn, quietSeconds }: News): boolean {
  if (news === 0) return false;
  return news >= Math.max(newsMin, growthShare * trainedOn) || quietSeconds >= quietSecondsMax;
}
