import { z } from "zod";
import { sidedVerdicts, skipReasons } from "#server/contracts/vocabulary.ts";

/** Durations in milliseconds, as the browser measured them. */
const judgmentTimings = z.object({
  /** From the pair being painted to the deciding key, hidden time left out. */
  visibleMs: z.number().int().min(0).max(86_400_000),
  /** The same with hidden time included. */
  elapsedMs: z.number().int().min(0).max(604_800_000),
});
export type JudgmentTimings = z.infer<typeof judgmentTimings>;

export const recordJudgmentInput = z.object({
  assignmentId: z.uuid(),
  /** Drawn by the browser once per decision, so that a retry is recognised. */
  idempotencyKey: z.uuid(),
  verdict: z.enum(sidedVerdicts),
  strength: z.number().int().min(1).max(4).nullable(),
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
