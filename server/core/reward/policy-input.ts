import type { Margins } from "#server/core/selection/margins.ts";
import type { CompletionPairs } from "./feature-matrix.ts";
import type { CompletionRewards } from "./predict-reward.ts";

/** What a policy may look at: the belief about every pair and where it comes from. */
export type PolicyInput = {
  readonly margins: Margins;
  readonly rewards: CompletionRewards;
  readonly pairs: CompletionPairs;
  /** Pairs, by index, that stand for all pairs the model will be asked about. */
  readonly reference: Uint32Array;
};
