import type { Standardiser } from "./standardiser.ts";

/** Neighbouring feature columns that share one Gaussian prior. */
export type FeatureGroup = {
  readonly name: string;
  readonly width: number;
  /** Prior mean of each coefficient: 1 for a reward that is already on the logit scale, else 0. */
  readonly priorMean: number;
  /** Prior standard deviation of each coefficient. */
  readonly priorDeviation: number;
  /** Whether the deviation is multiplied by the scale that the fit finds best. */
  readonly isAdaptive: boolean;
};

/**
 * What has been learned: a normal belief about the coefficients of a linear reward, so that the
 * margin of a pair is zᵀβ with z the difference of its standardised features, and P(first
 * preferred) = σ(temperature · margin).
 */
export type RewardModel = {
  /** Hash of the content: equal models have equal versions. */
  readonly version: string;
  readonly featureVersion: number;
  readonly groups: readonly FeatureGroup[];
  readonly standardiser: Standardiser;
  readonly mean: Float64Array;
  /** Row-major, symmetric, width × width. */
  readonly covariance: Float64Array;
  /** Scale of the margins that makes predicted probabilities come true. */
  readonly temperature: number;
  /** Margins that separate neighbouring strengths of a decisive judgment, increasing, positive. */
  readonly thresholds: Float64Array;
  /** What the deviations of adaptive groups were multiplied by. */
  readonly priorScale: number;
  /** Judgments the model has seen, those of online updates included. */
  readonly judgments: number;
};

/** Number of columns of all groups together. */
export function totalWidth(groups: readonly FeatureGroup[]): number {
  return groups.reduce((sum, group) => sum + group.width, 0);
}
