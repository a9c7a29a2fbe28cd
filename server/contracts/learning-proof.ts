import { z } from "zod";

const count = z.number().int().min(0);

/** A value with its 95 % interval. */
const estimate = z.object({ value: z.number(), lower: z.number(), upper: z.number() });
export type Estimate = z.infer<typeof estimate>;

/** Two learners, each with so many judgments of its own arm, tested on the same hold-out judgments. */
const curvePoint = z.object({
  judgments: count,
  active: estimate,
  control: estimate,
  /** Active less control, as a share; its interval is paired and narrower than those of the two. */
  difference: estimate,
  activeLogLoss: z.number(),
  controlLogLoss: z.number(),
});
export type CurvePoint = z.infer<typeof curvePoint>;

/** What the choice of pairs was worth, in numbers; the page puts them into a sentence. */
const learningFinding = z.discriminatedUnion("kind", [
  z.object({
    /** Not enough to say anything: fewer in the smaller arm or in the hold-out than are needed. */
    kind: z.literal("too_early"),
    judgmentsPerArm: count,
    judgmentsPerArmNeeded: count,
    holdoutJudgments: count,
    holdoutJudgmentsNeeded: count,
  }),
  z.object({
    /** The active learner reached `accuracy` with `saved` fewer judgments; all of the interval is above 0. */
    kind: z.literal("saved"),
    accuracy: z.number(),
    activeJudgments: count,
    controlJudgments: count,
    /** A share of the control learner's judgments. */
    saved: estimate,
  }),
  z.object({
    /** The active learner needed `extra` more judgments; all of the interval is above 0. */
    kind: z.literal("worse"),
    accuracy: z.number(),
    activeJudgments: count,
    controlJudgments: count,
    /** A share of the control learner's judgments. */
    extra: estimate,
  }),
  z.object({
    kind: z.literal("no_difference"),
    /** Accuracy of active less control at the last point. */
    difference: estimate,
    /** The difference that further judgments would show with a power of 80 %. */
    detectable: z.number(),
    /** Further hold-out judgments for that; 0 when there are enough already. */
    moreHoldoutJudgments: count,
    /** All judgments until then, at the hold-out's present share; null while none are served. */
    moreJudgments: count.nullable(),
  }),
]);
export type LearningFinding = z.infer<typeof learningFinding>;

/** Hold-out judgments whose predicted P(first preferred) lies in one tenth of the scale. */
const calibrationBin = z.object({
  from: z.number(),
  to: z.number(),
  judgments: count,
  /** Mean prediction. */
  predicted: z.number(),
  /** Share in which the first was preferred, with its Wilson interval. */
  observed: estimate,
});
export type CalibrationBin = z.infer<typeof calibrationBin>;

const strengthAccuracy = z.object({
  /** Null where only the side was asked for. */
  strength: z.number().int().nullable(),
  strengthLevels: z.number().int().nullable(),
  judgments: count,
  /** With its Wilson interval; a prediction of exactly one half is half right. */
  accuracy: estimate,
});
export type StrengthAccuracy = z.infer<typeof strengthAccuracy>;

/** How far a version moved away from the one before it, on the same pairs. */
export const modelDrift = z.object({
  /** The version it is compared with. */
  since: z.number().int(),
  pairs: count,
  /** Mean |Δ P(first preferred)|. */
  meanChange: z.number(),
  /** Share of pairs whose predicted winner changed. */
  flippedShare: z.number(),
  /** Spearman's, of the predicted probabilities; null where either is constant. */
  rankCorrelation: z.number().nullable(),
  /** Later less earlier, on the same hold-out judgments; null without any. */
  accuracyChange: z.number().nullable(),
});
export type ModelDrift = z.infer<typeof modelDrift>;

/** Everything the proof page draws; computed by the worker and stored. */
export const learningProof = z.object({
  /** The fitted version whose calibration and accuracy by strength are shown. */
  version: z.number().int(),
  holdoutJudgments: count,
  /** The unit that the intervals of the curve resample. */
  holdoutPrompts: count,
  curve: z.array(curvePoint),
  finding: learningFinding,
  calibration: z.array(calibrationBin),
  /** Mean |observed − predicted| over the bins, weighted by judgments; null without hold-out judgments. */
  calibrationError: z.number().nullable(),
  byStrength: z.array(strengthAccuracy),
});
export type LearningProof = z.infer<typeof learningProof>;
