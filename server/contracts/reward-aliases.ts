import { z } from "zod";

/** Requests of other reward servers, so that trainers written for them can point here. */

const oneOrMany = z.union([z.string(), z.array(z.string()).min(1)]);

/** OpenRLHF, POST /get_reward: whole texts with their special tokens in. */
export const getRewardRequest = z.object({
  /** Not sent by OpenRLHF, which can name it in the address instead: `/get_reward?model=…`. */
  model: z.string().min(1).max(512).optional(),
  query: oneOrMany,
  /** The part of each query that is the prompt. */
  prompts: z.union([z.string(), z.array(z.string().nullable())]).nullish(),
});

export const getRewardResponse = z.object({
  rewards: z.array(z.number()),
  scores: z.array(z.number()),
  /** Logged beside the rewards by the trainer. */
  extra_logs: z.object({ reward_std: z.array(z.number()) }),
});
export type GetRewardResponse = z.infer<typeof getRewardResponse>;

/** vLLM, POST /classify: texts, or one conversation. */
export const classifyRequest = z
  .object({
    model: z.string().min(1).max(512).optional(),
    input: oneOrMany.optional(),
    /** Parsed like the messages of an item of POST /v1/rewards. */
    messages: z.array(z.unknown()).min(1).optional(),
  })
  .refine(({ input, messages }) => (input === undefined) !== (messages === undefined), {
    message: "Send either input or messages.",
    path: ["input"],
  });

const count = z.number().int().min(0);

export const classifyResponse = z.object({
  id: z.string(),
  object: z.literal("list"),
  created: z.number().int(),
  model: z.string(),
  data: z.array(
    z.object({
      index: count,
      label: z.string(),
      /** One raw logit, whatever the name says; no sigmoid is applied. */
      probs: z.array(z.number()).length(1),
      num_classes: z.literal(1),
    }),
  ),
  usage: z.object({ prompt_tokens: count, total_tokens: count, completion_tokens: count }),
});
export type ClassifyResponse = z.infer<typeof classifyResponse>;
