import type { Database } from "#db/client.ts";
import { listPairsAfter } from "#db/queries/learning-proofs.ts";
import { findRewardModel, listLearningJudgments } from "#db/queries/reward-models.ts";
import type { RescoringReport } from "#server/contracts/reward-model.ts";
import { comparePredictions } from "#server/core/reward/compare-predictions.ts";
import { NotFound } from "#server/errors.ts";
import { accuracyChange, evaluateRewardModel } from "./evaluate-reward-model.ts";
import { findRankingModel } from "./find-ranking-model.ts";
import { type OpenedRewardModel, openRewardModel } from "./open-reward-model.ts";
import { predictPairs } from "./predict-completions.ts";

const pairsAtOnce = 5000;

/**
 * Scores every completion and pair of a project under any version, and compares it with the version
 * that ranks at present.
 * @throws NotFound when there is no such version
 * @throws Invalid when it cannot be used any more, with the reason
 */
export async function rescoreProject(
  db: Database,
  params: { readonly projectId: string; readonly version: number },
): Promise<RescoringReport> {
  const { projectId, version } = params;
  const stored = await findRewardModel(db, params);
  if (stored === null) throw new NotFound(`There is no version ${version} of the reward model.`);
  const opened = openRewardModel(stored);
  const ranking = await findRankingModel(db, projectId);
  const { completions, before, after } = await predictAll(db, { projectId, opened, ranking });
  const judgments = await listLearningJudgments(db, { projectId, slice: "holdout" });
  const holdout = await evaluateRewardModel(db, { opened, judgments });
  if (ranking === null || ranking.version === version) {
    return { completions, pairs: after.length, drift: null, holdout };
  }
  const present = await evaluateRewardModel(db, { opened: ranking, judgments });
  const drift = {
    since: ranking.version,
    pairs: after.length,
    ...comparePredictions(before, after),
    accuracyChange: accuracyChange(holdout, present),
  };
  return { completions, pairs: after.length, drift, holdout };
}

/** Slice by slice, so that memory holds two numbers a pair and not its features. */
async function predictAll(
  db: Database,
  params: {
    readonly projectId: string;
    readonly opened: OpenedRewardModel;
    readonly ranking: OpenedRewardModel | null;
  },
) {
  const { projectId, opened, ranking } = params;
  const completions = new Set<number>();
  const before: number[] = [];
  const after: number[] = [];
  for (let afterId = 0; ; ) {
    const pairs = await listPairsAfter(db, { projectId, afterId, limit: pairsAtOnce });
    const last = pairs.at(-1);
    if (last === undefined) break;
    afterId = last.id;
    for (const { firstId, secondId } of pairs) completions.add(firstId).add(secondId);
    for (const p of await predictPairs(db, opened, pairs)) after.push(p);
    if (ranking === null) continue;
    for (const p of await predictPairs(db, ranking, pairs)) before.push(p);
  }
  return {
    completions: completions.size,
    before: Float64Array.from(before),
    after: Float64Array.from(after),
  };
}
