import type { Database } from "#db/client.ts";
import {
  findLatestRewardModel,
  findRewardModel,
  type LearningJudgment,
  listLearningJudgments,
} from "#db/queries/reward-models.ts";
import { rewardModelMetrics } from "#server/contracts/reward-model.ts";
import { type NewJudgment, updateRewardModel } from "#server/core/reward/update-reward-model.ts";
import { loadModelInput } from "./load-model-input.ts";
import { type OpenedRewardModel, tryOpenRewardModel } from "./open-reward-model.ts";
import { indexCompletions } from "./predict-completions.ts";
import { outcomeOf, shareOf, strengthOf } from "./prepare-lesson.ts";
import { lastSequence, storeVersion } from "./store-version.ts";

/**
 * Takes the training judgments that came after the newest version into its belief, without a refit,
 * and stores the result as a version of its own: whatever it then ranks and serves names exactly the
 * state that did. Temperature, standardisation and weights of annotators stay those of the fit.
 * @returns the version, or null when there is nothing to update or nothing new
 */
export async function updateModelOnline(db: Database, projectId: string): Promise<number | null> {
  const latest = await findLatestRewardModel(db, projectId);
  const opened = latest === null ? null : tryOpenRewardModel(latest);
  if (latest === null || opened === null) return null;
  const judgments = await listLearningJudgments(db, {
    projectId,
    slice: "train",
    after: latest.sequenceMax,
  });
  if (judgments.length === 0) return null;
  const startedAt = performance.now();
  const updatedFrom = latest.updatedFrom ?? latest.version;
  const weights = await findWeights(db, { projectId, version: updatedFrom });
  const model = updateRewardModel(
    opened.model,
    await toNewJudgments(db, { opened, judgments, weights }),
  );
  const fitMs = performance.now() - startedAt;
  const holdout = await listLearningJudgments(db, { projectId, slice: "holdout" });
  return await storeVersion(db, {
    projectId,
    model,
    basis: opened.basis,
    updatedFrom,
    metrics: { arms: null, annotators: null, fitMs },
    holdout,
    sequenceMax: lastSequence(judgments),
  });
}

type Weights = Readonly<Record<string, number>>;

/** What annotators counted for in the fit; somebody new counts in full. */
async function findWeights(
  db: Database,
  fit: { readonly projectId: string; readonly version: number },
): Promise<Weights> {
  const row = await findRewardModel(db, fit);
  if (row === null) return {};
  return rewardModelMetrics.parse(row.metrics).annotators?.weights ?? {};
}

async function toNewJudgments(
  db: Database,
  params: {
    readonly opened: OpenedRewardModel;
    readonly judgments: readonly LearningJudgment[];
    readonly weights: Weights;
  },
): Promise<NewJudgment[]> {
  const { opened, judgments, weights } = params;
  const { ids, rows } = indexCompletions(judgments);
  const { features } = await loadModelInput(db, { completionIds: ids, basis: opened.basis });
  const { width, values } = features;
  const take = (row: number) => values.subarray(row * width, (row + 1) * width);
  return judgments.map((judgment, index) => ({
    first: take(rows.first[index]),
    second: take(rows.second[index]),
    outcome: outcomeOf(judgment),
    strength: strengthOf(judgment, opened.model.thresholds.length + 1),
    weight: (weights[judgment.annotatorId] ?? 1) * shareOf(judgment),
  }));
}
