import type { RewardModelBasis } from "#server/contracts/reward-model.ts";
import { decodeRewardModel } from "#server/core/reward/encode-reward-model.ts";
import { featureCount, featureVersion } from "#server/core/reward/features.ts";
import { countOutsideColumns } from "#server/core/reward/outside-columns.ts";
import type { RewardModel } from "#server/core/reward/reward-model.ts";
import { Invalid } from "#server/errors.ts";

/** A stored version as it lies in its table. */
export type StoredRewardModel = {
  readonly version: number;
  readonly state: Uint8Array;
  readonly basis: RewardModelBasis | null;
};

/** A version that can be used, with the outside scores it must be given. */
export type OpenedRewardModel = {
  readonly version: number;
  readonly model: RewardModel;
  readonly basis: RewardModelBasis | null;
};

/**
 * Decodes a stored version.
 * @throws Invalid when it cannot be used any more, with a sentence that says why
 */
export function openRewardModel({ version, state, basis }: StoredRewardModel): OpenedRewardModel {
  const model = decode(version, state);
  if (model.featureVersion !== featureVersion) {
    throw new Invalid(
      `Version ${version} reads text in an older way (${model.featureVersion}) than this installation (${featureVersion}); only newer versions can be used.`,
    );
  }
  const width = featureCount + (basis === null ? 0 : countOutsideColumns(basis));
  if (model.mean.length !== width) {
    throw new Invalid(`Version ${version} does not fit the scores that it was stored with.`);
  }
  return { version, model, basis };
}

/** Null instead of a fault. */
export function tryOpenRewardModel(stored: StoredRewardModel): OpenedRewardModel | null {
  try {
    return openRewardModel(stored);
  } catch (error) {
    if (error instanceof Invalid) return null;
    throw error;
  }
}

function decode(version: number, state: Uint8Array): RewardModel {
  try {
    return decodeRewardModel(state);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
    throw new Invalid(
      `Version ${version} was stored in a form that this installation cannot read.`,
      {
        cause: error,
      },
    );
  }
}
