import { z } from "zod";
import { cleanText } from "#server/contracts/clean-text.ts";
import {
  reasonLengthMax,
  responseAttributes,
  responseFlags,
  selectionPolicyNames,
} from "#server/contracts/vocabulary.ts";

const rationaleAsk = z.enum(["off", "optional", "required"]);

const rationaleForm = z.object({
  ask: rationaleAsk.default("off"),
  /** Least length of a rationale that is given, in characters. */
  lengthMin: z.number().int().min(0).max(1000).default(0),
});

/**
 * What the judge screen offers; sent to the browser as data. Two levels of strength with ties make
 * the 5-point scale, three the 7-point scale, and four without ties the forced choice of Llama 2.
 */
export const judgmentForm = z.object({
  hasTie: z.boolean().default(true),
  hasBothBad: z.boolean().default(true),
  /** Steps of strength for a decisive verdict; 1 means that only the side is asked for. */
  strengthLevels: z.number().int().min(1).max(4).default(1),
  /** What may be ticked for either response. */
  flags: z.array(z.enum(responseFlags)).max(responseFlags.length).default([]),
  /** Asks after the verdict which of the two responses are safe. */
  hasSafetyStep: z.boolean().default(false),
  /** What each response may be graded on, 0 to 4; grades are never required. */
  attributes: z.array(z.enum(responseAttributes)).max(responseAttributes.length).default([]),
  /** One-tap reasons in the project's own words. */
  reasons: z.array(z.string().trim().min(1).max(reasonLengthMax)).max(12).default([]),
  rationale: rationaleForm.default({ ask: "off", lengthMin: 0 }),
  /** Lets the annotator improve the better response; its text becomes a new completion. */
  canEdit: z.boolean().default(false),
  /** Ranks this many responses of a prompt at a time; null judges pairs. */
  rankingSize: z.number().int().min(3).max(9).nullable().default(null),
});
export type JudgmentForm = z.infer<typeof judgmentForm>;

/** A form as a manager hands it in: what contradicts itself is refused, each at its own field. */
export const judgmentFormInput = judgmentForm
  .extend({
    reasons: z
      .array(
        z
          .string()
          .transform((reason) => cleanText(reason).trim())
          .pipe(
            z
              .string()
              .min(1, "A reason needs a word or two.")
              .max(reasonLengthMax, `A reason may have at most ${reasonLengthMax} characters.`),
          ),
      )
      .max(12, "Use at most 12 reasons."),
    rationale: z.object({
      ask: rationaleAsk,
      lengthMin: z
        .number("Use a whole number.")
        .int("Use a whole number.")
        .min(0, "Use 0 or more.")
        .max(1000, "Use at most 1,000 characters as the least length."),
    }),
  })
  .superRefine((form, context) => {
    for (const { path, message } of listContradictions(form)) {
      context.addIssue({ code: "custom", path: [path], message });
    }
  });

type Contradiction = { readonly path: keyof JudgmentForm; readonly message: string };

function listContradictions(form: JudgmentForm): Contradiction[] {
  const found: Contradiction[] = [];
  const repeats = (values: readonly string[]) =>
    new Set(values.map((value) => value.toLocaleLowerCase("en"))).size < values.length;
  if (repeats(form.reasons)) found.push({ path: "reasons", message: "Two reasons are the same." });
  if (repeats(form.flags)) found.push({ path: "flags", message: "A flag is there twice." });
  if (repeats(form.attributes)) {
    found.push({ path: "attributes", message: "An attribute is there twice." });
  }
  if (form.rankingSize === null) return found;
  const path = "rankingSize";
  if (form.strengthLevels > 1) {
    found.push({ path, message: "A ranking has no steps of strength; use the binary scale." });
  }
  if (form.hasSafetyStep) found.push({ path, message: "A ranking has no safety step." });
  if (form.canEdit) found.push({ path, message: "A ranking has no single response to improve." });
  return found;
}

const pairingPolicy = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("all") }),
  z.object({ kind: z.literal("baseline"), model: z.string().min(1) }),
  z.object({ kind: z.literal("per_prompt"), pairs: z.number().int().min(1).max(500) }),
]);
export type PairingPolicy = z.infer<typeof pairingPolicy>;

const share = z.number().min(0).max(1);

export const armShares = z.object({
  active: share,
  control: share,
  holdout: share,
  /** Pairs with a known answer, served among the others. */
  gold: share.default(0),
  /** Pairs that the annotator has judged before, for consistency with oneself. */
  repeat: share.default(0),
});
export type ArmShares = z.infer<typeof armShares>;

export const selectionPolicy = z
  .object({
    pairing: pairingPolicy.default({ kind: "all" }),
    /** How many current judgments, by different annotators, a pair is served for. */
    targetJudgments: z.number().int().min(1).max(50).default(1),
    /** Share of prompts kept out of training, chosen by content hash at import. */
    holdoutShare: share.default(0.1),
    /** The rule that chooses within the active arm. */
    policyName: z.enum(selectionPolicyNames).default("capped"),
    arms: armShares.default({ active: 0.75, control: 0.15, holdout: 0.1, gold: 0, repeat: 0 }),
    /** Judgments drawn uniformly before the first model may choose. */
    warmupJudgments: z.number().int().min(0).max(10_000).default(64),
    leaseSeconds: z.number().int().min(5).max(86_400).default(900),
    undoSeconds: z.number().int().min(0).max(86_400).default(600),
  })
  .refine((policy) => Math.abs(sumOfShares(policy.arms) - 1) < 1e-6, {
    message: "The shares of the arms must add up to 1.",
    path: ["arms"],
  });
export type SelectionPolicy = z.infer<typeof selectionPolicy>;

export function sumOfShares(arms: ArmShares): number {
  return arms.active + arms.control + arms.holdout + arms.gold + arms.repeat;
}

/** The quiz of gold pairs that a newcomer passes before real work counts. */
export const qualificationSettings = z.object({
  isRequired: z.boolean().default(false),
  /** Least share of right answers, over the whole quiz. */
  passShare: share.default(0.8),
  attemptsMax: z.number().int().min(1).max(20).default(3),
});
export type QualificationSettings = z.infer<typeof qualificationSettings>;
