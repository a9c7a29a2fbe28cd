import { z } from "zod";
import { tiePolicies } from "#server/contracts/vocabulary.ts";

export const exportOptions = z.object({
  tiePolicy: z.enum(tiePolicies).default("drop"),
  /** Share of prompts in the test split, chosen by hash of the prompt and the seed. */
  testShare: z.number().min(0).max(0.5).default(0.1),
  splitSeed: z.number().int().min(0).max(2_147_483_647).default(0),
  /** A pair needs at least this many current judgments to be exported. */
  judgmentsMin: z.number().int().min(1).max(50).default(1),
});
export type ExportOptions = z.infer<typeof exportOptions>;

/** Counts that add up: every current judgment and every judged pair is accounted for once. */
export const exportManifest = z.object({
  schema: z.literal("tiebreak-dpo/1"),
  project: z.string(),
  sequenceMax: z.number().int(),
  options: exportOptions,
  judgments: z.object({
    recorded: z.number().int(),
    withdrawnOrSuperseded: z.number().int(),
    current: z.number().int(),
    first: z.number().int(),
    second: z.number().int(),
    tie: z.number().int(),
    bothBad: z.number().int(),
  }),
  pairs: z.object({
    judged: z.number().int(),
    exported: z.number().int(),
    droppedTooFew: z.number().int(),
    droppedTied: z.number().int(),
    droppedBothBad: z.number().int(),
    droppedIdentical: z.number().int(),
  }),
  prompts: z.object({ train: z.number().int(), test: z.number().int() }),
  files: z.array(
    z.object({
      name: z.string(),
      rows: z.number().int(),
      bytes: z.number().int(),
      sha256: z.string(),
    }),
  ),
});
export type ExportManifest = z.infer<typeof exportManifest>;
