import { setImmediate as takeTurns } from "node:timers/promises";
import type { Database } from "#db/client.ts";
import type { LearningJudgment } from "#db/queries/reward-models.ts";
import { rightness } from "#server/core/reward/calibration.ts";
import { fitRewardModel } from "#server/core/reward/fit-reward-model.ts";
import { pairRewardMargins } from "#server/core/reward/predict-reward.ts";
import { predictMargins } from "#server/core/selection/predict-margins.ts";
import { type Decisive, summarisePredictions } from "./evaluate-reward-model.ts";
import { loadModelInput } from "./load-model-input.ts";
import { indexCompletions, predictInput } from "./predict-completions.ts";
import { type Lesson, toFitInput } from "./prepare-lesson.ts";

/** Points of a curve; each costs two fits. */
const pointsMax = 8;
const judgmentsMin = 16;
/** A learner of more judgments than this would take the worker minutes. */
const judgmentsMax = 10_000;

/** How a learner did on the hold-out judgments. */
type Tested = { readonly right: Float64Array; readonly logLoss: number };

/**
 * Two learners, one of the active arm's judgments alone and one of the control arm's, both at the
 * same growing numbers of judgments in order of arrival, tested on the same hold-out judgments.
 */
export async function learnCurves(
  db: Database,
  params: {
    readonly lesson: Lesson;
    readonly judgments: readonly LearningJudgment[];
    readonly decisive: readonly Decisive[];
  },
): Promise<{
  readonly grid: readonly number[];
  readonly active: readonly Tested[];
  readonly control: readonly Tested[];
}> {
  const { lesson, judgments, decisive } = params;
  const active = judgments.filter(({ arm }) => arm === "active");
  const control = judgments.filter(({ arm }) => arm === "control");
  const grid =
    decisive.length === 0 ? [] : spaceEvenly(Math.min(active.length, control.length, judgmentsMax));
  const { ids, rows } = indexCompletions(decisive);
  const tested = await loadModelInput(db, { completionIds: ids, basis: lesson.basis });
  const learn = (known: readonly LearningJudgment[]): Tested => {
    const model = fitRewardModel(toFitInput(lesson, known));
    const rewards = predictInput({ model, basis: lesson.basis }, tested);
    const { probabilities } = predictMargins(pairRewardMargins(rewards, rows));
    const { logLoss } = summarisePredictions(decisive, probabilities);
    const right = probabilities.map((p, at) =>
      rightness(p, decisive[at].verdict === "first" ? 1 : 0),
    );
    return { right, logLoss: logLoss ?? 0 };
  };
  const learnAll = async (known: readonly LearningJudgment[]) => {
    const points: Tested[] = [];
    for (const count of grid) {
      // A fit keeps the process from everything else, so the other jobs get their turn in between.
      await takeTurns();
      points.push(learn(known.slice(0, count)));
    }
    return points;
  };
  return { grid, active: await learnAll(active), control: await learnAll(control) };
}

/** Numbers of judgments in equal steps of their logarithm, up to and with the last. */
function spaceEvenly(last: number): readonly number[] {
  if (last < judgmentsMin) return last > 0 ? [last] : [];
  const ratio = last / judgmentsMin;
  const points = Array.from({ length: pointsMax }, (_, at) =>
    Math.round(judgmentsMin * ratio ** (at / (pointsMax - 1))),
  );
  return [...new Set(points)];
}
