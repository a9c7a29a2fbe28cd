import type { Database } from "#db/client.ts";
import { insertLearningProof } from "#db/queries/learning-proofs.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import {
  findRewardModel,
  type LearningJudgment,
  listLearningJudgments,
} from "#db/queries/reward-models.ts";
import type { LearningProof } from "#server/contracts/learning-proof.ts";
import { observedShare, rightness, tabulateCalibration } from "#server/core/reward/calibration.ts";
import { proveLearning } from "#server/core/reward/prove-learning.ts";
import { type Decisive, isDecisive } from "./evaluate-reward-model.ts";
import { findScoreBasis } from "./find-score-basis.ts";
import { learnCurves } from "./learn-curves.ts";
import { tryOpenRewardModel } from "./open-reward-model.ts";
import { predictPairs } from "./predict-completions.ts";
import { prepareLesson } from "./prepare-lesson.ts";

/**
 * Finds out what the choice of pairs has been worth so far and how far a fitted version can be
 * trusted, and stores it for the page. Takes some fits, so it is the worker's.
 * @returns false when the version is gone or cannot be used any more
 */
export async function proveProject(
  db: Database,
  params: { readonly projectId: string; readonly version: number },
): Promise<boolean> {
  const { projectId, version } = params;
  const stored = await findRewardModel(db, params);
  const opened = stored === null ? null : tryOpenRewardModel(stored);
  if (opened === null) return false;
  const train = await listLearningJudgments(db, { projectId, slice: "train" });
  const heldOut = await listLearningJudgments(db, { projectId, slice: "holdout" });
  // What an annotator was given for another reason than chance would bias what is measured here.
  const decisive = heldOut.filter(isDecisive).filter(({ policy }) => policy === "uniform");
  const comparison = await compareLearners(db, { projectId, train, decisive, heldOut });
  const probabilities = await predictPairs(db, opened, decisive);
  const outcomes = Float64Array.from(decisive, ({ verdict }) => (verdict === "first" ? 1 : 0));
  const { bins, error } = tabulateCalibration({ probabilities, outcomes });
  const proof: LearningProof = {
    version,
    holdoutJudgments: decisive.length,
    holdoutPrompts: new Set(decisive.map(({ promptId }) => promptId)).size,
    ...comparison,
    calibration: [...bins],
    calibrationError: error,
    byStrength: tabulateStrengths(decisive, probabilities),
  };
  await insertLearningProof(db, { projectId, version, proof });
  return true;
}

async function compareLearners(
  db: Database,
  params: {
    readonly projectId: string;
    readonly train: readonly LearningJudgment[];
    readonly decisive: readonly Decisive[];
    readonly heldOut: readonly LearningJudgment[];
  },
): Promise<Pick<LearningProof, "curve" | "finding">> {
  const { projectId, train, decisive, heldOut } = params;
  const { form } = await getProjectSettings(db, projectId);
  const judgments = train.filter(({ arm }) => arm === "active" || arm === "control");
  const lesson = await prepareLesson(db, {
    projectId,
    judgments,
    strengthLevels: form.strengthLevels,
    basis: await findScoreBasis(db, projectId),
  });
  const curves = await learnCurves(db, { lesson, judgments, decisive });
  const promptIds = [...new Set(decisive.map(({ promptId }) => promptId))];
  const indexOf = new Map(promptIds.map((id, index) => [id, index]));
  const { curve, finding } = proveLearning({
    grid: curves.grid,
    active: curves.active.map(({ right }) => right),
    control: curves.control.map(({ right }) => right),
    prompts: Uint32Array.from(decisive, ({ promptId }) => indexOf.get(promptId) ?? 0),
    promptCount: promptIds.length,
    holdoutShare: heldOut.length / Math.max(1, heldOut.length + train.length),
  });
  return {
    curve: curve.map((point, at) => ({
      ...point,
      activeLogLoss: curves.active[at].logLoss,
      controlLogLoss: curves.control[at].logLoss,
    })),
    finding,
  };
}

function tabulateStrengths(
  decisive: readonly Decisive[],
  probabilities: Float64Array,
): LearningProof["byStrength"] {
  type Level = { strength: number | null; strengthLevels: number | null; right: number[] };
  const levels = new Map<string, Level>();
  decisive.forEach(({ verdict, strength, strengthLevels }, index) => {
    const key = strength === null ? "none" : `${strengthLevels}/${strength}`;
    const held = { strength, strengthLevels: strength === null ? null : strengthLevels };
    const level = levels.get(key) ?? { ...held, right: [] };
    level.right.push(rightness(probabilities[index], verdict === "first" ? 1 : 0));
    levels.set(key, level);
  });
  return [...levels.values()]
    .map(({ right, ...level }) => ({
      ...level,
      judgments: right.length,
      accuracy: observedShare(
        right.reduce((sum, one) => sum + one, 0),
        right.length,
      ),
    }))
    .toSorted(
      (a, b) =>
        (a.strengthLevels ?? 0) - (b.strengthLevels ?? 0) || (a.strength ?? 0) - (b.strength ?? 0),
    );
}
