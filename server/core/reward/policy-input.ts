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
  /** What is believed about the compared models; null or left out where nothing is yet. */
  readonly ranking?: ModelRanking | null;
};

/** A normal belief about the strengths of the compared models. */
export type ModelRanking = {
  /** Model of each completion, an index into the strengths. */
  readonly models: Uint32Array;
  /** θ in logits. */
  readonly strengths: Float64Array;
  /** Row-major, symmetric, models × models. */
  readonly covariance: Float64Array;
};
