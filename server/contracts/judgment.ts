import { z } from "zod";
import { cleanText } from "#server/contracts/clean-text.ts";
import {
  rationaleLengthMax,
  reasonLengthMax,
  responseAttributes,
  responseFlags,
  safetyBins,
  sidedVerdicts,
  skipReasons,
} from "#server/contracts/vocabulary.ts";

/** Durations in milliseconds, as the browser measured them. */
export const judgmentTimings = z.object({
  /** From the pair being painted to the deciding key, hidden time left out. */
  visibleMs: z.number().int().min(0).max(86_400_000),
  /** The same with hidden time included. */
  elapsedMs: z.number().int().min(0).max(604_800_000),
});
export type JudgmentTimings = z.infer<typeof judgmentTimings>;

/** Null is unanswered; an empty list was confirmed to be empty. */
const flagList = z.array(z.enum(responseFlags)).max(responseFlags.length).nullable();
const gradeTable = z.partialRecord(z.enum(responseAttributes), z.number().int().min(0).max(4));

/**
 * What the form asked besides the verdict, by the sides of the screen. Null is unanswered, which
 * is neither "no" nor zero.
 */
export const judgmentAnswers = z.object({
  flags: z.object({ left: flagList, right: flagList }).nullable(),
  safety: z.enum(safetyBins).nullable(),
  attributes: z.object({ left: gradeTable, right: gradeTable }).nullable(),
  reasons: z.array(z.string().min(1).max(reasonLengthMax)).max(12).nullable(),
  rationale: z
    .string()
    .transform((text) => cleanText(text).trim())
    .pipe(
      z
        .string()
        .max(rationaleLengthMax, `Use at most ${rationaleLengthMax} characters for the rationale.`),
    )
    .transform((text) => text || null)
    .nullable(),
  /** The better response, improved. */
  edit: z
    .string()
    .max(200_000, "An improved response may have at most 200,000 characters.")
    .transform((text) => cleanText(text) || null)
    .nullable(),
});
export type JudgmentAnswers = z.infer<typeof judgmentAnswers>;

export const recordJudgmentInput = z.object({
  assignmentId: z.uuid(),
  /** Drawn by the browser once per decision, so that a retry is recognised. */
  idempotencyKey: z.uuid(),
  verdict: z.enum(sidedVerdicts),
  strength: z.number().int().min(1).max(4).nullable(),
  /** How many levels of strength were on offer, so that a scale that changes meanwhile is noticed. */
  strengthLevels: z.number().int().min(1).max(4).optional(),
  /** Left out where the form asks for the verdict only. */
  answers: judgmentAnswers.optional(),
  timings: judgmentTimings.nullable(),
  /** Leases the browser holds besides this one; it is topped up by at most one. */
  held: z.array(z.uuid()).max(8),
});
export type RecordJudgmentInput = z.infer<typeof recordJudgmentInput>;

export const skipAssignmentInput = z.object({
  assignmentId: z.uuid(),
  reason: z.enum(skipReasons).nullable(),
  held: z.array(z.uuid()).max(8),
});
export type SkipAssignmentInput = z.infer<typeof skipAssignmentInput>;

/** What a window held as it closed, and until when it knew that to be leased. */
export const leaveLeasesInput = z.object({
  assignmentIds: z.array(z.uuid()).max(8),
  renewedUntil: z.date(),
});
export type LeaveLeasesInput = z.infer<typeof leaveLeasesInput>;

/** The judgment that was recorded under this key is taken back. */
export const undoJudgmentInput = z.object({ idempotencyKey: z.uuid() });

/** Replaces one judgment by another; `judgmentId` is the one that the person had before them. */
export const amendJudgmentInput = recordJudgmentInput
  .omit({ assignmentId: true, held: true })
  .extend({ judgmentId: z.uuid() });
export type AmendJudgmentInput = z.infer<typeof amendJudgmentInput>;
