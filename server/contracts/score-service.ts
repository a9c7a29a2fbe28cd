import { z } from "zod";
import { rewardScales } from "#server/contracts/reward-protocol.ts";

/**
 * How a conversation becomes the text that a server scores, where the server has no chat template of
 * its own at that path. In `custom`, each message is `turn` with `{role}` and `{content}` replaced.
 */
export const chatTemplate = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("named"), name: z.enum(["chatml", "llama3", "plain"]) }),
  z.object({
    kind: z.literal("custom"),
    start: z.string().max(4_000).default(""),
    turn: z
      .string()
      .max(4_000)
      .refine((turn) => turn.includes("{content}"), "A turn must contain {content}."),
    end: z.string().max(4_000).default(""),
    /** What `{role}` becomes. */
    roles: z
      .object({
        system: z.string().max(100).default("system"),
        user: z.string().max(100).default("user"),
        assistant: z.string().max(100).default("assistant"),
      })
      .prefault({}),
  }),
]);
export type ChatTemplate = z.infer<typeof chatTemplate>;

export const scoreServiceLimits = z.object({
  connectTimeoutMs: z.number().int().min(100).max(60_000).default(5_000),
  /** For a whole reply, from the first byte sent to the last byte read. */
  timeoutMs: z.number().int().min(100).max(600_000).default(60_000),
  responseBytesMax: z
    .number()
    .int()
    .min(1_024)
    .max(64 * 1_024 * 1_024)
    .default(8 * 1_024 * 1_024),
  batchItemsMax: z.number().int().min(1).max(1_024).default(32),
  /** Estimated, not counted: a token is taken for four characters, or for one that is not Latin. */
  batchTokensMax: z.number().int().min(1_000).max(10_000_000).default(64_000),
  concurrency: z.number().int().min(1).max(32).default(2),
  attemptsMax: z.number().int().min(1).max(8).default(4),
});
const limits = scoreServiceLimits.prefault({});
export type ScoreServiceLimits = z.infer<typeof limits>;

const serverUrl = z
  .string()
  .trim()
  .max(2_000, "Use a URL of at most 2,000 characters.")
  .superRefine((text, context) => {
    const reason = objectToUrl(text);
    if (reason !== null) {
      context.addIssue({ code: "custom", message: reason });
    }
  });

/** A bearer token is not part of a configuration: it is stored apart and never shown again. */
const server = {
  /** The address of the server, with any path before `/v1` and the like. */
  url: serverUrl,
  limits,
};

const modelName = z.string().trim().min(1, "Enter the name of the model.").max(300);
const optionalModelName = modelName.nullable().default(null);

/** What the manager knows of the reward model; the wire says nothing about it. */
const scale = z.enum(rewardScales).default("bt_logit");
const template = chatTemplate.default({ kind: "named", name: "chatml" });

export const reward1Config = z.object({
  kind: z.literal("reward1"),
  ...server,
  model: optionalModelName,
  /** Embeddings are asked for only where they are wanted, since they are most of a reply. */
  wantsEmbedding: z.boolean().default(false),
});

const vllm = {
  ...server,
  model: modelName,
  scale,
  /** `null` sends messages, one conversation a request, and the server applies its own template. */
  template: chatTemplate.nullable().default(null),
};
export const vllmClassifyConfig = z.object({ kind: z.literal("vllm_classify"), ...vllm });
export const vllmPoolingConfig = z.object({
  kind: z.literal("vllm_pooling"),
  ...vllm,
  /** `token_classify` for models that give a value per token, of which the last is the reward. */
  task: z.enum(["classify", "token_classify"]).default("classify"),
});

export const teiPredictConfig = z.object({
  kind: z.literal("tei_predict"),
  ...server,
  scale,
  template,
});
export const teiEmbedConfig = z.object({
  kind: z.literal("tei_embed"),
  ...server,
  template,
  normalize: z.boolean().default(true),
});

export const sglangClassifyConfig = z.object({
  kind: z.literal("sglang_classify"),
  ...server,
  model: optionalModelName,
  scale,
  template,
});

export const hfEndpointConfig = z.object({
  kind: z.literal("hf_endpoint"),
  ...server,
  scale,
  template,
});

export const openrlhfConfig = z.object({ kind: z.literal("openrlhf"), ...server, scale, template });

export const openaiJudgeConfig = z.object({
  kind: z.literal("openai_judge"),
  ...server,
  model: modelName,
  /** What is wanted of an answer, added to the question that the judge is asked. */
  criterion: z.string().trim().max(4_000).default("the more helpful, correct and harmless answer"),
  /** Comparisons per answer within its prompt, from which the rewards are solved. */
  comparisonsPerAnswer: z.number().int().min(1).max(16).default(3),
  /** A fixed answer that all are compared with instead, so that rewards of separate calls fit. */
  anchor: z.string().max(20_000).nullable().default(null),
});

const singleServices = [
  reward1Config,
  vllmClassifyConfig,
  vllmPoolingConfig,
  teiPredictConfig,
  sglangClassifyConfig,
  hfEndpointConfig,
  openrlhfConfig,
  openaiJudgeConfig,
] as const;

const ensembleConfig = z.object({
  kind: z.literal("ensemble"),
  /** In this order for ever: a member's place is its identity. */
  members: z.array(z.discriminatedUnion("kind", singleServices)).min(2).max(16),
  /** `degrade` goes on without those that are gone, under a version of its own. */
  whenMissing: z.enum(["fail", "degrade"]).default("fail"),
});

/** An encoder that the worker runs itself; no address, no token, and nothing for managers to set. */
const localEncoderConfig = z.object({ kind: z.literal("local_encoder"), model: modelName });
type LocalEncoderConfig = z.infer<typeof localEncoderConfig>;

/** What managers register: servers with addresses. */
export const remoteServiceConfig = z.discriminatedUnion("kind", [
  ...singleServices,
  teiEmbedConfig,
  ensembleConfig,
]);

/** Everything that is stored of a score service, except its tokens. */
export const scoreServiceConfig = z.discriminatedUnion("kind", [
  ...singleServices,
  teiEmbedConfig,
  ensembleConfig,
  localEncoderConfig,
]);
export type ScoreServiceConfig = z.infer<typeof scoreServiceConfig>;
export type ScoreServiceKind = ScoreServiceConfig["kind"];
export type EnsembleConfig = z.infer<typeof ensembleConfig>;
/** A configuration that names one server. */
export type ServerConfig = Exclude<ScoreServiceConfig, EnsembleConfig | LocalEncoderConfig>;

/** The servers that a configuration names, in the order in which their tokens are given. */
export function listServers(config: ScoreServiceConfig): readonly ServerConfig[] {
  if (config.kind === "local_encoder") return [];
  return config.kind === "ensemble" ? config.members : [config];
}

/** Whether rewards fit together only within one call, as those of a judge without a fixed answer. */
export function isRelative(config: ScoreServiceConfig): boolean {
  return listServers(config).some((one) => one.kind === "openai_judge" && one.anchor === null);
}

function objectToUrl(text: string): string | null {
  if (!URL.canParse(text)) {
    return "Enter a URL such as https://rewards.example.org.";
  }
  const url = new URL(text);
  if (!["http:", "https:"].includes(url.protocol)) {
    return "The URL must start with http:// or https://.";
  }
  if (url.username !== "" || url.password !== "") {
    return "Leave the name and password out of the URL; a token has its own field.";
  }
  return url.search === "" && url.hash === "" ? null : "Leave out everything from ? or # on.";
}
