import { z } from "zod";
import type { Dialect } from "#server/adapters/score-services/dialect.ts";
import {
  requireSingle,
  restoreOrder,
  toMean,
  wireNumber,
} from "#server/adapters/score-services/read-rewards.ts";
import { renderConversation } from "#server/adapters/score-services/render-conversation.ts";
import type { ScoreItem } from "#server/adapters/score-services/score-adapter.ts";
import {
  type BatchReply,
  scoreInBatches,
} from "#server/adapters/score-services/score-in-batches.ts";
import type { Connection } from "#server/adapters/score-services/transport/open-connection.ts";
import type { vllmClassifyConfig, vllmPoolingConfig } from "#server/contracts/score-service.ts";
import { identifyByModels } from "./identify-by-models.ts";

type Config = z.infer<typeof vllmClassifyConfig> | z.infer<typeof vllmPoolingConfig>;
type Ask = (input: object, count: number, signal: AbortSignal) => Promise<BatchReply>;

const options = {
  // A model with one label gets a sigmoid unless it is told not to.
  use_activation: false,
  // As many tokens as the model takes, the last ones.
  truncate_prompt_tokens: -1,
};

/** `probs` is what the field is called, also when it holds logits. */
const classification = z.object({
  model: z.string().optional(),
  data: z.array(z.object({ index: z.number().int(), probs: z.array(wireNumber) })),
});

const pooled = z.object({
  model: z.string().optional(),
  data: z.array(
    z.object({
      index: z.number().int(),
      /** One list for the text, or a list of lists with one for each token. */
      data: z.union([z.array(wireNumber), z.array(z.array(wireNumber))]),
    }),
  ),
});

export function vllm(config: Config, connection: Connection): Dialect {
  const ask: Ask =
    config.kind === "vllm_classify"
      ? (input, count, signal) => askClassify({ connection, config }, { input, count, signal })
      : (input, count, signal) => askPooling({ connection, config }, { input, count, signal });
  return {
    scale: config.scale,
    isRelative: false,
    settings: {
      ...{ model: config.model, template: config.template, kind: config.kind },
      // The usual task is left out, as it was before there was another: versions stay what they were.
      ...(config.kind === "vllm_pooling" && config.task !== "classify"
        ? { task: config.task }
        : {}),
    },
    versioning: "observed",
    identify: (signal) => identifyByModels(connection, config.model, signal),
    score: (items, identity, signal) =>
      scoreInBatches(items, {
        connection,
        identity,
        signal,
        ...(config.template === null ? { itemsMax: 1 } : {}),
        scoreBatch: (batch, stop) => ask(writeInput(config, batch), batch.length, stop),
      }),
  };
}

/** Messages are one conversation a request; the end of the answer is where a reward is read. */
function writeInput(config: Config, batch: readonly ScoreItem[]): object {
  const { template } = config;
  if (template !== null) {
    return {
      input: batch.map((item) => renderConversation(template, item, true)),
      add_special_tokens: false,
    };
  }
  const [item] = batch;
  return {
    messages: [...(item?.messages ?? []), { role: "assistant", content: item?.answer ?? "" }],
    add_generation_prompt: false,
  };
}

type Asked = { readonly input: object; readonly count: number; readonly signal: AbortSignal };
type Server<C> = { readonly connection: Connection; readonly config: C };

async function askClassify(
  { connection, config }: Server<Config>,
  { input, count, signal }: Asked,
): Promise<BatchReply> {
  const reply = await connection.ask(classification, {
    method: "POST",
    path: "/classify",
    body: { model: config.model, ...input, ...options },
    signal,
  });
  const rows = restoreOrder(reply.data, count);
  return { outcomes: rows.map(({ probs }) => toMean(requireSingle(probs))), told: reply.model };
}

async function askPooling(
  { connection, config }: Server<Config>,
  { input, count, signal }: Asked,
): Promise<BatchReply> {
  const task = config.kind === "vllm_pooling" ? config.task : "classify";
  const reply = await connection.ask(pooled, {
    method: "POST",
    path: "/pooling",
    body: { model: config.model, ...input, task, ...options },
    signal,
  });
  const rows = restoreOrder(reply.data, count);
  return { outcomes: rows.map(({ data }) => toMean(readPooled(data))), told: reply.model };
}

/** A value per token is read at the last one, where the whole conversation has been seen. */
function readPooled(data: readonly number[] | readonly (readonly number[])[]): number {
  const last = data.at(-1);
  return Array.isArray(last) ? requireSingle(last) : requireSingle(data.filter(isNumber));
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}
