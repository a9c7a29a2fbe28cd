import { z } from "zod";
import {
  type Dialect,
  type Identity,
  unknownIdentity,
} from "#server/adapters/score-services/dialect.ts";
import {
  requireCount,
  requireSingle,
  toEmbeddings,
  toMean,
  wireNumber,
} from "#server/adapters/score-services/read-rewards.ts";
import { renderConversation } from "#server/adapters/score-services/render-conversation.ts";
import { scoreInBatches } from "#server/adapters/score-services/score-in-batches.ts";
import type { Connection } from "#server/adapters/score-services/transport/open-connection.ts";
import type { teiEmbedConfig, teiPredictConfig } from "#server/contracts/score-service.ts";

const info = z.object({
  model_id: z.string().nullish(),
  model_sha: z.string().nullish(),
  max_client_batch_size: z.number().int().positive().nullish(),
});

const predictions = z.array(z.array(z.object({ score: wireNumber })));
const embeddings = z.array(z.array(wireNumber));

/** Its tokenizer puts the start token in front by itself. */
export function teiPredict(
  config: z.infer<typeof teiPredictConfig>,
  connection: Connection,
): Dialect {
  return {
    scale: config.scale,
    isRelative: false,
    settings: { template: config.template },
    versioning: "observed",
    identify: (signal) => identify(connection, signal),
    score: (items, identity, signal) =>
      scoreInBatches(items, {
        connection,
        identity,
        signal,
        async scoreBatch(batch, stop) {
          // Each text is a list of its own: a flat list of two would be one pair of sentences.
          const inputs = batch.map((item) => [renderConversation(config.template, item, false)]);
          const reply = await connection.ask(predictions, {
            method: "POST",
            path: "/predict",
            // The end is kept of what is too long, since the reward is that of the answer.
            body: { inputs, raw_scores: true, truncate: true, truncation_direction: "Left" },
            signal: stop,
          });
          requireCount(reply, batch.length);
          return {
            outcomes: reply.map((labels) =>
              toMean(requireSingle(labels.map(({ score }) => score))),
            ),
          };
        },
      }),
  };
}

export function teiEmbed(config: z.infer<typeof teiEmbedConfig>, connection: Connection): Dialect {
  return {
    scale: "arbitrary",
    isRelative: false,
    settings: { template: config.template, normalize: config.normalize },
    versioning: "observed",
    identify: (signal) => identify(connection, signal),
    score: (items, identity, signal) =>
      scoreInBatches(items, {
        connection,
        identity,
        signal,
        async scoreBatch(batch, stop) {
          const inputs = batch.map((item) => renderConversation(config.template, item, false));
          const reply = await connection.ask(embeddings, {
            method: "POST",
            path: "/embed",
            body: {
              inputs,
              normalize: config.normalize,
              truncate: true,
              truncation_direction: "Left",
            },
            signal: stop,
          });
          requireCount(reply, batch.length);
          return { outcomes: toEmbeddings(reply) };
        },
      }),
  };
}

async function identify(connection: Connection, signal?: AbortSignal): Promise<Identity> {
  const told = await connection.askOptional(info, { method: "GET", path: "/info", signal });
  return {
    ...unknownIdentity,
    model: told?.model_id ?? null,
    revision: told?.model_sha ?? null,
    batchItemsMax: told?.max_client_batch_size ?? null,
  };
}
