import type { Database } from "#db/client.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import { type LearningJudgment, listLearningJudgments } from "#db/queries/reward-models.ts";
import type { RewardModelMetrics } from "#server/contracts/reward-model.ts";
import { evaluateRewardModel } from "./evaluate-reward-model.ts";
import { findScoreBasis } from "./find-score-basis.ts";
import { fitLesson } from "./fit-lesson.ts";
import { type Lesson, prepareLesson } from "./prepare-lesson.ts";
import { lastSequence, storeVersion } from "./store-version.ts";

/**
 * Fits a new version of a project's reward model to its current training judgments, on top of the
 * outside scores if there are any, tests it on the hold-out slice and stores it.
 * @returns the version, or null while there are fewer judgments than the project's warm-up
 */
export async function trainRewardModel(db: Database, projectId: string): Promise<number | null> {
  const { policy, form } = await getProjectSettings(db, projectId);
  const judgments = await listLearningJudgments(db, { projectId, slice: "train" });
  if (judgments.length < Math.max(1, policy.warmupJudgments)) return null;
  const holdout = await listLearningJudgments(db, { projectId, slice: "holdout" });
  const lesson = await prepareLesson(db, {
    projectId,
    judgments,
    strengthLevels: form.strengthLevels,
    basis: await findScoreBasis(db, projectId),
  });
  const startedAt = performance.now();
  const { model, annotators } = fitLesson(lesson, judgments);
  const fitMs = performance.now() - startedAt;
  const arms = await compareArms(db, lesson, { judgments, holdout });
  return await storeVersion(db, {
    projectId,
    model,
    basis: lesson.basis,
    updatedFrom: null,
    metrics: { arms, annotators, fitMs },
    holdout,
    sequenceMax: lastSequence([...judgments, ...holdout]),
  });
}

/**
 * What the choice of pairs is worth: one learner with only the active arm's judgments, one with
 * only the control arm's, at the same number of judgments, tested on the same hold-out judgments.
 */
async function compareArms(
  db: Database,
  lesson: Lesson,
  known: {
    readonly judgments: readonly LearningJudgment[];
    readonly holdout: readonly LearningJudgment[];
  },
): Promise<RewardModelMetrics["arms"]> {
  const ofArm = (arm: "active" | "control") =>
    known.judgments.filter((judgment) => judgment.arm === arm);
  const judgments = Math.min(ofArm("active").length, ofArm("control").length);
  if (judgments === 0) return null;
  const learn = async (arm: "active" | "control") => {
    const { model } = fitLesson(lesson, ofArm(arm).slice(0, judgments));
    const opened = { version: 0, model, basis: lesson.basis };
    return await evaluateRewardModel(db, { opened, judgments: known.holdout });
  };
  return { judgments, active: await learn("active"), control: await learn("control") };
}
