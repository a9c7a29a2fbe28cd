import { z } from "zod";

/** What the judge screen offers; sent to the browser as data. */
export const judgmentForm = z.object({
  hasTie: z.boolean().default(true),
  hasBothBad: z.boolean().default(true),
  /** Steps of strength for a decisive verdict; 1 means that only the side is asked for. */
  strengthLevels: z.number().int().min(1).max(4).default(1),
});
export type JudgmentForm = z.infer<typeof judgmentForm>;

const pairingPolicy = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("all") }),
  z.object({ kind: z.literal("baseline"), model: z.string().min(1) }),
  z.object({ kind: z.literal("per_prompt"), pairs: z.number().int().min(1).max(500) }),
]);
export type PairingPolicy = z.infer<typeof pairingPolicy>;

const share = z.number().min(0).max(1);

export const selectionPolicy = z
  .object({
    pairing: pairingPolicy.default({ kind: "all" }),
    /** How many current judgments, by different annotators, a pair is served for. */
    targetJudgments: z.number().int().min(1).max(50).default(1),
    /** Share of prompts kept out of training, chosen by content hash at import. */
    holdoutShare: share.default(0.1),
    arms: z
      .object({ active: share, control: share, holdout: share })
      .default({ active: 0.75, control: 0.15, holdout: 0.1 }),
    /** Judgments drawn uniformly before the first model may choose. */
    warmupJudgments: z.number().int().min(0).max(10_000).default(32),
    leaseSeconds: z.number().int().min(5).max(86_400).default(900),
    undoSeconds: z.number().int().min(0).max(86_400).default(600),
  })
  .refine((policy) => Math.abs(sumOf(policy.arms) - 1) < 1e-6, {
    message: "The shares of the arms must add up to 1.",
    path: ["arms"],
  });
export type SelectionPolicy = z.infer<typeof selectionPolicy>;

function sumOf(arms: { active: number; control: number; holdout: number }): number {
  return arms.active + arms.control + arms.holdout;
}
