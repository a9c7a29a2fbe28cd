import { createHash } from "node:crypto";
import type { Database } from "#db/client.ts";
import {
  findLatestRewardModel,
  insertRewardModel,
  type LearningJudgment,
} from "#db/queries/reward-models.ts";
import type { RewardModelBasis, RewardModelMetrics } from "#server/contracts/reward-model.ts";
import { encodeRewardModel } from "#server/core/reward/encode-reward-model.ts";
import type { RewardModel } from "#server/core/reward/reward-model.ts";
import { Conflict } from "#server/errors.ts";
import { evaluateRewardModel } from "./evaluate-reward-model.ts";
import { measureDrift } from "./measure-drift.ts";
import { tryOpenRewardModel } from "./open-reward-model.ts";

/**
 * Tests a new state on the hold-out slice, measures how far it moved from the version before, and
 * stores it as the next version.
 * @throws Conflict when another process stored that version meanwhile
 */
export async function storeVersion(
  db: Database,
  params: {
    readonly projectId: string;
    readonly model: RewardModel;
    readonly basis: RewardModelBasis | null;
    readonly updatedFrom: number | null;
    readonly metrics: Pick<RewardModelMetrics, "arms" | "annotators" | "fitMs">;
    readonly holdout: readonly LearningJudgment[];
    /** The last judgment that it has seen. */
    readonly sequenceMax: number;
  },
): Promise<number> {
  const { projectId, model, basis, updatedFrom, holdout, sequenceMax } = params;
  const latest = await findLatestRewardModel(db, projectId);
  const version = (latest?.version ?? 0) + 1;
  const opened = { version, model, basis };
  const before = latest === null ? null : tryOpenRewardModel(latest);
  const drift =
    before === null ? null : await measureDrift(db, { projectId, before, after: opened, holdout });
  const tested = await evaluateRewardModel(db, { opened, judgments: holdout });
  const { temperature, judgments: trainedOn } = model;
  const state = encodeRewardModel(model);
  const isStored = await insertRewardModel(db, {
    projectId,
    version,
    state,
    basis,
    updatedFrom,
    contentHash: createHash("sha256").update(state).digest("hex"),
    trainedOn,
    sequenceMax,
    metrics: { ...params.metrics, holdout: tested, temperature, drift },
  });
  if (!isStored) throw new Conflict(`Version ${version} was stored by another process meanwhile.`);
  return version;
}

export function lastSequence(judgments: readonly LearningJudgment[]): number {
  return judgments.reduce((last, { sequence }) => Math.max(last, sequence), 0);
}
