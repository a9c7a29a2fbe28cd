import { z } from "zod";
import { modelDrift } from "#server/contracts/learning-proof.ts";

const evaluation = z.object({
  /** Decisive hold-out judgments that were predicted. */
  judgments: z.number().int(),
  /** Share predicted right; null when there is nothing to predict. */
  accuracy: z.number().nullable(),
  /** Mean negative log-likelihood in nats; null when there is nothing to predict. */
  logLoss: z.number().nullable(),
});

/** What is known of a fitted version: its score on the hold-out slice, overall and per learner arm. */
export const rewardModelMetrics = z.object({
  holdout: evaluation,
  /** A learner that saw only the judgments of one arm, each at the same number of judgments. */
  arms: z
    .object({ judgments: z.number().int(), active: evaluation, control: evaluation })
    .nullable(),
  temperature: z.number(),
  /** Time of the fit, or of the online update. */
  fitMs: z.number(),
  /** Change since the version before; null for the first, and for versions older than this field. */
  drift: modelDrift.nullable().default(null),
  /** How much annotators counted; null where all counted alike. */
  annotators: z
    .object({
      total: z.number().int(),
      /** Those whose judgments counted for less than one. */
      discounted: z.number().int(),
      lowestWeight: z.number(),
      /** By annotator; online updates until the next fit go by it. */
      weights: z.record(z.string(), z.number()),
    })
    .nullable()
    .default(null),
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

/** What ranking under another version would change; computed by the worker and stored. */
export const rescoringReport = z.object({
  completions: z.number().int(),
  pairs: z.number().int(),
  /** Compared with the version that ranks at present; null when it is that version. */
  drift: modelDrift.nullable(),
  holdout: evaluation,
});
export type RescoringReport = z.infer<typeof rescoringReport>;
