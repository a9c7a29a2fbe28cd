import { z } from "zod";
import {
  responseAttributes,
  responseFlags,
  safetyBins,
  sidedVerdicts,
} from "#server/contracts/vocabulary.ts";

const flagList = z.array(z.enum(responseFlags)).nullable();
const grades = z.partialRecord(z.enum(responseAttributes), z.number().int().min(0).max(4));

/**
 * What a person has said so far of one assignment, by the sides of their screen. It is looser than
 * what may be submitted, so that a half-typed sentence survives a closed tab: nothing in it is
 * trimmed, and an improved text is kept for either side while the verdict still changes.
 */
export const draftSchema = z.object({
  verdict: z.enum(sidedVerdicts).nullable(),
  strength: z.number().int().min(1).max(4).nullable(),
  /** How many levels there were as the verdict was chosen; null where that is not known. */
  strengthLevels: z.number().int().min(1).max(4).nullable().default(null),
  answers: z.object({
    /** Null is unanswered; an empty list was confirmed to be empty. */
    flags: z.object({ left: flagList, right: flagList }),
    safety: z.enum(safetyBins).nullable(),
    attributes: z.object({ left: grades, right: grades }),
    reasons: z.array(z.string()),
    rationale: z.string(),
    /** What the person made of either response; null while it was not opened for editing. */
    edits: z.object({ left: z.string().nullable(), right: z.string().nullable() }),
  }),
});
