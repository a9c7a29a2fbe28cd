import { z } from "zod";
import { recordJudgmentInput } from "#server/contracts/judgment.ts";
import { draftSchema } from "./answers/draft-schema.ts";

/** A judgment that the browser keeps until the server has acknowledged it. */
export const outboxEntry = recordJudgmentInput
  .omit({ held: true })
  .extend({ projectId: z.uuid(), viewerId: z.uuid(), decidedAt: z.number() });

export const keptDraft = z.object({ savedAt: z.number(), draft: draftSchema });
