import { z } from "zod";

/**
 * `reward/1`: the HTTP protocol by which anything gives completions rewards. A server answers
 * POST /v1/rewards, GET /v1/models, GET /health and GET /ready. Fields that a reader does not know
 * are ignored on both sides, so either may be newer than the other.
 */
export const rewardProtocol = "reward/1";

/** The user agent of an installation that asks for rewards to learn on top of. */
export const tiebreakAgent = "tiebreak";

export const rewardScales = ["bt_logit", "probability", "arbitrary"] as const;
const rewardScale = z
  .enum(rewardScales)
  .describe(
    "What a difference of two rewards means; only with bt_logit is it the log-odds that the first is preferred.",
  );
export type RewardScale = z.infer<typeof rewardScale>;

/** Wider than the roles of a prompt here: servers and trainers know tools and developers, too. */
const rewardRole = z.enum(["system", "developer", "user", "assistant", "tool"]);

const rewardMessage = z.object({ role: rewardRole, content: z.string() });
export type RewardMessage = z.infer<typeof rewardMessage>;

const itemId = z.string().max(512);

/** One conversation whose last message is the completion to be rewarded. */
export const rewardItem = z.object({
  id: itemId.optional().describe("Echoed; null in the answer when it is left out."),
  messages: z
    .array(rewardMessage)
    .min(1)
    .refine((messages) => messages.at(-1)?.role === "assistant", {
      message: "The last message must be the assistant's, since that is what is rewarded.",
    }),
});
export type RewardItem = z.infer<typeof rewardItem>;

const embeddingFormat = z.object({
  dtype: z.enum(["float16", "float32"]).default("float32"),
  encoding: z
    .enum(["base64", "array"])
    .default("array")
    .describe("base64 holds the little-endian numbers one after the other; array is a JSON array."),
});
export type EmbeddingFormat = z.infer<typeof embeddingFormat>;

const truncation = z
  .enum(["left", "right", "none"])
  .describe(
    "How a conversation is read that is too long: left keeps the end, right keeps the beginning, none makes it the item's error. When left out, the model's own way.",
  );
export type Truncation = z.infer<typeof truncation>;

const requestOptions = {
  model: z.string().min(1).max(512).describe("An id of GET /v1/models."),
  include: z
    .array(z.enum(["members", "embedding"]))
    .default([])
    .describe("What is sent besides mean and standard deviation."),
  truncate: truncation.optional(),
  embedding: embeddingFormat.prefault({}),
};

/** Body of POST /v1/rewards. */
export const rewardsRequest = z.object({ ...requestOptions, input: z.array(rewardItem).min(1) });
export type RewardsRequest = z.input<typeof rewardsRequest>;

/** As a server reads it: a bad item becomes an error of that item, not of its whole batch. */
export const rewardsEnvelope = z.object({ ...requestOptions, input: z.array(z.unknown()).min(1) });

/** What went wrong, with a request or with one of its items. */
const rewardFault = z.object({
  type: z.string().describe("One word for programs, such as invalid_item or overloaded."),
  message: z.string().describe("One sentence for people."),
  param: z
    .string()
    .nullable()
    .default(null)
    .describe("The field at fault, such as input[3].messages."),
  retryable: z.boolean().default(false).describe("Whether the same request may succeed later."),
});
export type RewardFault = z.infer<typeof rewardFault>;

/** Body of every answer that is not 2xx. */
export const rewardErrorEnvelope = z.object({ error: rewardFault });
export type RewardErrorEnvelope = z.infer<typeof rewardErrorEnvelope>;

const rewardPosition = {
  object: z.literal("reward").default("reward"),
  index: z.number().int().min(0).describe("Position of its item in the request, and in data."),
  id: z.string().nullable().default(null),
};

const scoredReward = z.object({
  ...rewardPosition,
  mean: z.number(),
  std: z
    .number()
    .min(0)
    .nullable()
    .default(null)
    .describe(
      "Standard deviation of this reward by itself. What two completions share does not cancel in it: for pairs, use members.",
    ),
  members: z
    .array(z.number())
    .min(1)
    .nullable()
    .default(null)
    .describe(
      "The reward by each of K members of an ensemble, in an order that is fixed for a model version: Var(a − b) is the mean over K of the squared centred differences of a's members and b's.",
    ),
  tokens: z
    .number()
    .int()
    .min(0)
    .nullable()
    .default(null)
    .describe("Tokens that were read, as the model counts them."),
  truncated: z.boolean().default(false),
  embedding: z
    .union([z.string(), z.array(z.number())])
    .nullable()
    .default(null)
    .describe("In the format that was asked for."),
  error: z.null().default(null),
});
export type ScoredReward = z.infer<typeof scoredReward>;

const failedReward = z.object({
  ...rewardPosition,
  mean: z.null().default(null),
  std: z.null().default(null),
  members: z.null().default(null),
  tokens: z.number().int().min(0).nullable().default(null),
  truncated: z.boolean().default(false),
  embedding: z.null().default(null),
  error: rewardFault,
});

/** A number, or the reason why there is none; `error` tells which. */
const reward = z.union([scoredReward, failedReward]);
export type Reward = z.infer<typeof reward>;

/** Body of the answer to POST /v1/rewards. */
export const rewardsResponse = z.object({
  object: z.literal("list").default("list"),
  model: z.string(),
  model_version: z
    .string()
    .min(1)
    .describe("Hash of the weights, one for the whole batch; never mix rewards of two versions."),
  scale: rewardScale,
  data: z.array(reward),
  usage: z
    .object({ prompt_tokens: z.number().int().min(0), total_tokens: z.number().int().min(0) })
    .nullable()
    .default(null),
});
export type RewardsResponse = z.infer<typeof rewardsResponse>;

const modelDescription = z.object({
  id: z.string().min(1).describe("What model of a request names."),
  object: z.literal("model").default("model"),
  kind: z.literal("reward").default("reward"),
  version: z.string().min(1).describe("The model_version of its answers now."),
  base_model: z.string().nullable().default(null),
  trained_on: z
    .object({ dataset: z.string(), version: z.string().nullable().default(null) })
    .nullable()
    .default(null),
  scale: rewardScale,
  uncertainty: z.enum(["ensemble", "laplace", "none"]).default("none"),
  n_members: z.number().int().min(0).default(0).describe("0 when it has no members."),
  embedding_dim: z.number().int().min(0).default(0).describe("0 when it has no embedding."),
  max_input_tokens: z.number().int().positive().nullable().default(null),
  max_batch: z.number().int().positive().nullable().default(null).describe("Items of one request."),
  chat_template_sha256: z.string().nullable().default(null),
});
export type ModelDescription = z.infer<typeof modelDescription>;

/** Body of GET /v1/models. */
export const modelList = z.object({
  object: z.literal("list").default("list"),
  data: z.array(modelDescription),
});
export type ModelList = z.infer<typeof modelList>;

/** Body of GET /health: the process runs. */
export const healthAnswer = z.object({ status: z.literal("up") });
export type HealthAnswer = z.infer<typeof healthAnswer>;

/** Body of GET /ready: 200 when it can score, else 503 with the reason in words. */
export const readyAnswer = z.object({
  status: z.enum(["ready", "not_ready"]),
  reason: z.string().nullable().default(null),
});
export type ReadyAnswer = z.infer<typeof readyAnswer>;
