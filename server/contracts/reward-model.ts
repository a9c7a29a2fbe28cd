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
