import { z } from "zod";
import { judgmentTimings } from "#server/contracts/judgment.ts";

/** As many responses as a form may ask to rank at a time. */
const responsesMax = 9;

/**
 * Places on the screen, from 0, in tiers from best to worst; responses of one tier are alike. Each
 * place comes once.
 */
const tiers = z
  .array(
    z
      .array(
        z
          .number()
          .int()
          .min(0)
          .max(responsesMax - 1),
      )
      .min(1),
  )
  .min(1)
  .max(responsesMax)
  .refine(
    (ranked) => new Set(ranked.flat()).size === ranked.flat().length,
    "A response can have one place only.",
  );

export const recordRankingInput = z.object({
  rankingId: z.uuid(),
  /** Drawn by the browser once per ranking, so that a retry is recognised. */
  idempotencyKey: z.uuid(),
  tiers,
  timings: judgmentTimings.nullable(),
});
export type RecordRankingInput = z.infer<typeof recordRankingInput>;
