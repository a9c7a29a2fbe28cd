import type { LearningJudgment } from "#db/queries/reward-models.ts";
import type { RewardModelMetrics } from "#server/contracts/reward-model.ts";
import { fitRewardModel } from "#server/core/reward/fit-reward-model.ts";
import { leaveOneOutEvidence } from "#server/core/reward/leave-one-out-evidence.ts";
import type { RewardModel } from "#server/core/reward/reward-model.ts";
import { weighAnnotators } from "#server/core/reward/weigh-annotators.ts";
import { type Lesson, toFitInput } from "./prepare-lesson.ts";

export type FittedLesson = {
  readonly model: RewardModel;
  readonly annotators: RewardModelMetrics["annotators"];
};

/**
 * Fits to judgments that all count alike, weighs the annotators by it, and fits once more where
 * somebody is found to count for less.
 */
export function fitLesson(lesson: Lesson, judgments: readonly LearningJudgment[]): FittedLesson {
  const input = toFitInput(lesson, judgments);
  const model = fitRewardModel(input);
  const ids = [...new Set(judgments.map(({ annotatorId }) => annotatorId))];
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const annotators = Uint32Array.from(
    judgments,
    ({ annotatorId }) => indexOf.get(annotatorId) ?? 0,
  );
  const weights = weighAnnotators({
    annotatorCount: ids.length,
    annotators,
    outcomes: input.outcomes,
    margins: leaveOneOutEvidence(model, input),
  });
  if (weights.every((weight) => weight === 1)) return { model, annotators: null };
  const weighed = {
    ...input,
    weights: Float64Array.from(
      annotators,
      (annotator, index) => weights[annotator] * input.weights[index],
    ),
  };
  return {
    model: fitRewardModel(weighed),
    annotators: {
      total: ids.length,
      discounted: weights.filter((weight) => weight < 1).length,
      lowestWeight: Math.min(...weights),
      weights: Object.fromEntries(ids.map((id, index) => [id, weights[index]])),
    },
  };
}
