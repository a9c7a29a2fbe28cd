import { createHash } from "node:crypto";
import type { Database } from "#db/client.ts";
import { sampleCompletions } from "#db/queries/features.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import {
  findLatestRewardModel,
  insertRewardModel,
  type LearningJudgment,
  listLearningJudgments,
} from "#db/queries/reward-models.ts";
import type { RewardModelMetrics } from "#server/contracts/reward-model.ts";
import { encodeRewardModel } from "#server/core/reward/encode-reward-model.ts";
import { featureVersion, textGroups } from "#server/core/reward/features.ts";
import { fitRewardModel } from "#server/core/reward/fit-reward-model.ts";
import type { RewardModel } from "#server/core/reward/reward-model.ts";
import { fitStandardiser, type Standardiser } from "#server/core/reward/standardiser.ts";
import { loadFeatures } from "./describe-completions.ts";
import { evaluateRewardModel } from "./evaluate-reward-model.ts";

/** How many completions are enough to standardise features on. */
const standardiserSample = 4000;

type Lesson = {
  readonly judgments: readonly LearningJudgment[];
  readonly standardiser: Standardiser;
  readonly strengthLevels: number;
};

/**
 * Fits a new version of a project's reward model to its current training judgments, tests it on
 * the hold-out slice and stores it.
 * @returns the version, or null while there are fewer judgments than the project's warm-up
 */
export async function trainRewardModel(db: Database, projectId: string): Promise<number | null> {
  const { policy, form } = await getProjectSettings(db, projectId);
  const judgments = await listLearningJudgments(db, { projectId, slice: "train" });
  if (judgments.length < Math.max(1, policy.warmupJudgments)) return null;
  const standardiser = await standardiseProject(db, projectId);
  const lesson = { judgments, standardiser, strengthLevels: form.strengthLevels };
  const startedAt = performance.now();
  const model = await fitLesson(db, lesson);
  const fitMs = performance.now() - startedAt;
  const holdout = await listLearningJudgments(db, { projectId, slice: "holdout" });
  const metrics: RewardModelMetrics = {
    holdout: await evaluateRewardModel(db, { model, judgments: holdout }),
    arms: await compareArms(db, lesson, holdout),
    temperature: model.temperature,
    fitMs,
  };
  return await storeVersion(db, {
    projectId,
    model,
    metrics,
    judgments: [...judgments, ...holdout],
  });
}

async function standardiseProject(db: Database, projectId: string): Promise<Standardiser> {
  const sample = await sampleCompletions(db, { projectId, limit: standardiserSample });
  return fitStandardiser(await loadFeatures(db, sample));
}

async function fitLesson(db: Database, lesson: Lesson): Promise<RewardModel> {
  const { judgments, standardiser, strengthLevels } = lesson;
  const ids = [...new Set(judgments.flatMap((judgment) => [judgment.firstId, judgment.secondId]))];
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  const rows = (side: "firstId" | "secondId") =>
    Uint32Array.from(judgments, (judgment) => rowOf.get(judgment[side]) ?? 0);
  return fitRewardModel({
    features: await loadFeatures(db, ids),
    pairs: { first: rows("firstId"), second: rows("secondId") },
    outcomes: Float64Array.from(judgments, outcomeOf),
    strengths: Uint8Array.from(judgments, (judgment) => judgment.strength ?? 0),
    weights: new Float64Array(judgments.length).fill(1),
    calibrates: Uint8Array.from(judgments, (judgment) => (judgment.policy === "uniform" ? 1 : 0)),
    standardiser,
    groups: textGroups,
    featureVersion,
    strengthLevels,
  });
}

/** Both-bad says nothing about which is better, so it counts like a tie. */
function outcomeOf({ verdict }: LearningJudgment): number {
  if (verdict === "first") return 1;
  return verdict === "second" ? 0 : 0.5;
}

/**
 * What the choice of pairs is worth: one learner with only the active arm's judgments, one with
 * only the control arm's, at the same number of judgments, tested on the same hold-out judgments.
 */
async function compareArms(
  db: Database,
  lesson: Lesson,
  holdout: readonly LearningJudgment[],
): Promise<RewardModelMetrics["arms"]> {
  const ofArm = (arm: "active" | "control") =>
    lesson.judgments.filter((judgment) => judgment.arm === arm);
  const judgments = Math.min(ofArm("active").length, ofArm("control").length);
  if (judgments === 0) return null;
  const learn = async (arm: "active" | "control") => {
    const model = await fitLesson(db, { ...lesson, judgments: ofArm(arm).slice(0, judgments) });
    return await evaluateRewardModel(db, { model, judgments: holdout });
  };
  return { judgments, active: await learn("active"), control: await learn("control") };
}

async function storeVersion(
  db: Database,
  params: {
    readonly projectId: string;
    readonly model: RewardModel;
    readonly metrics: RewardModelMetrics;
    readonly judgments: readonly LearningJudgment[];
  },
): Promise<number> {
  const { projectId, model, metrics, judgments } = params;
  const latest = await findLatestRewardModel(db, projectId);
  const version = (latest?.version ?? 0) + 1;
  const state = encodeRewardModel(model);
  await insertRewardModel(db, {
    projectId,
    version,
    state,
    contentHash: createHash("sha256").update(state).digest("hex"),
    trainedOn: model.judgments,
    sequenceMax: judgments.reduce((last, judgment) => Math.max(last, judgment.sequence), 0),
    metrics,
  });
  return version;
}
