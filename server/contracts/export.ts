import { z } from "zod";
import { tiePolicies } from "#server/contracts/vocabulary.ts";

export const exportOptions = z.object({
  /** What becomes of a pair that is judged even: left out, or one row each way. */
  tiePolicy: z.enum(tiePolicies).default("drop"),
  /** Share of the training prompts in the test split, chosen by hash of the prompt and the seed. */
  testShare: z.number().min(0).max(0.5).default(0.1),
  splitSeed: z.number().int().min(0).max(2_147_483_647).default(0),
  /** A pair needs at least this many current judgments to be exported. */
  judgmentsMin: z.number().int().min(1).max(50).default(1),
});
export type ExportOptions = z.infer<typeof exportOptions>;

export const exportSplits = ["train", "test"] as const;
export type ExportSplit = (typeof exportSplits)[number];

const count = z.number().int().min(0);

/** Judgments that answered a part of the form, and those of them that are in the rows. */
const answerCounts = z.object({ current: count, exported: count, dropped: count });
const noAnswerCounts = { current: 0, exported: 0, dropped: 0 };
const answerCountsOrNone = answerCounts.default(noAnswerCounts);

/**
 * Counts that add up: every recorded judgment and every judged pair is accounted for once. It holds
 * no time and no database id, so that the same data gives the same manifest on any machine.
 */
export const exportManifest = z.object({
  schema: z.literal("tiebreak-dpo/1"),
  project: z.string(),
  options: exportOptions,
  /** How the rows came about, in sentences. */
  rules: z.array(z.string()),
  /** `recorded = current + withdrawnOrSuperseded`, `current = decisive + tie + bothBad + repeats + gold`. */
  judgments: z.object({
    recorded: count,
    withdrawnOrSuperseded: count,
    current: count,
    decisive: count,
    tie: count,
    bothBad: count,
    /** A pair judged once more by the same annotator, to learn of the annotator and not the pair. */
    repeats: count,
    /** Of pairs whose answer was known beforehand; they are in no file. */
    gold: count.default(0),
  }),
  /**
   * What was answered besides the verdict. `current` is `exported` and `dropped`, with its pair,
   * together, and more only by judgments that are left out one by one.
   */
  answers: z
    .object({
      flags: answerCountsOrNone,
      safety: answerCountsOrNone,
      attributes: answerCountsOrNone,
      reasons: answerCountsOrNone,
      rationale: answerCountsOrNone,
      edits: answerCountsOrNone,
    })
    .prefault({}),
  /** `judged` is the sum of the others but `exportedBothWays`, which is a part of `exported`. */
  pairs: z.object({
    judged: count,
    exported: count,
    exportedBothWays: count,
    droppedTooFew: count,
    droppedTied: count,
    droppedBothBad: count,
    droppedIdentical: count,
  }),
  /** Prompts with rows; those of the hold-out slice are part of `test`. */
  prompts: z.object({ train: count, test: count, testFromHoldout: count }),
  /** `train + test = exported + exportedBothWays`. */
  rows: z.object({ train: count, test: count }),
  /** What may surprise a reader of the files. */
  warnings: z.array(z.string()),
  files: z.array(z.object({ name: z.string(), rows: count, bytes: count, sha256: z.string() })),
});
export type AnswerPart = keyof ExportManifest["answers"];
export type ExportManifest = z.infer<typeof exportManifest>;
