import { z } from "zod";

const evaluation = z.object({
  /** Decisive hold-out judgments that were predicted. */
  judgments: z.number().int(),
  /** Share predicted right; null when there is nothing to predict. */
  accuracy: z.number().nullable(),
  /** Mean negative log-likelihood in nats; null when there is nothing to predict. */
  logLoss: z.number().nullable(),
});

/** What is known of a fitted version: its score on the hold-out slice, overall and per learner arm. */
const rewardModelMetrics = z.object({
  holdout: evaluation,
  /** A learner that saw only the judgments of one arm, each at the same number of judgments. */
  arms: z
    .object({ judgments: z.number().int(), active: evaluation, control: evaluation })
    .nullable(),
  temperature: z.number(),
  fitMs: z.number(),
});
export type RewardModelMetrics = z.infer<typeof rewardModelMetrics>;

/** The outside scores that a version learned on top of; scores of another version never enter it. */
const rewardModelBasis = z.object({
  serviceId: z.uuid(),
  serviceModelVersion: z.string(),
  /** A column for the service's own reward leads the features. */
  hasScore: z.boolean(),
  /** Width of the embedding columns after it; 0 without. */
  embeddingWidth: z.number().int().min(0),
});
export type RewardModelBasis = z.infer<typeof rewardModelBasis>;
