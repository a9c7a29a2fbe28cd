import { z } from "zod";
import { goldUses, sidedVerdicts, verdicts } from "#server/contracts/vocabulary.ts";

export const saveGoldInput = z.object({
  pairId: z.number().int().positive(),
  verdict: z.enum(verdicts),
  /** Least strength that counts as right; null takes any. */
  strengthMin: z.number().int().min(1).max(4).nullable(),
  /** What a newcomer reads after answering. */
  explanation: z.string().trim().max(2000, "Use at most 2,000 characters."),
  use: z.enum(goldUses),
  isTrap: z.boolean(),
});
export type SaveGoldInput = z.infer<typeof saveGoldInput>;

export const answerQuizInput = z.object({
  attempt: z.number().int().min(1).max(20),
  /** The question as `quiz.find` named it. */
  question: z.string().regex(/^[0-9a-f]{32}$/),
  verdict: z.enum(sidedVerdicts),
});
export type AnswerQuizInput = z.infer<typeof answerQuizInput>;
