import { z } from "zod";
import { type Dialect, unknownIdentity } from "#server/adapters/score-services/dialect.ts";
import {
  requireCount,
  requireSingle,
  toMean,
  wireNumber,
} from "#server/adapters/score-services/read-rewards.ts";
import { renderConversation } from "#server/adapters/score-services/render-conversation.ts";
import { scoreInBatches } from "#server/adapters/score-services/score-in-batches.ts";
import type { Connection } from "#server/adapters/score-services/transport/open-connection.ts";
import type { sglangClassifyConfig } from "#server/contracts/score-service.ts";

type Config = z.infer<typeof sglangClassifyConfig>;

const info = z.object({ model_path: z.string(), weight_version: z.string().nullish() });
const pooled = z.object({ embedding: z.array(wireNumber) });
/** A batch of one comes back without its list from some versions. */
const rewards = z.union([z.array(pooled), pooled.transform((row) => [row])]);

/**
 * The native path, whose `embedding` is the raw reward. Never `/v1/classify`, which takes a softmax
 * over that one value and answers 1 for every text. The tokenizer puts the start token in front.
 */
export function sglangClassify(config: Config, connection: Connection): Dialect {
  return {
    scale: config.scale,
    isRelative: false,
    settings: { model: config.model, template: config.template },
    versioning: "observed",
    async identify(signal) {
      const told = await connection.askOptional(info, {
        method: "GET",
        path: "/get_model_info",
        signal,
      });
      return {
        ...unknownIdentity,
        model: told?.model_path ?? config.model,
        revision: told?.weight_version ?? null,
      };
    },
    score: (items, identity, signal) =>
      scoreInBatches(items, {
        connection,
        identity,
        signal,
        async scoreBatch(batch, stop) {
          const text = batch.map((item) => renderConversation(config.template, item, false));
          const model = config.model ?? identity.model;
          const reply = await connection.ask(rewards, {
            method: "POST",
            path: "/classify",
            body: { ...(model === null ? {} : { model }), text },
            signal: stop,
          });
          requireCount(reply, batch.length);
          return { outcomes: reply.map(({ embedding }) => toMean(requireSingle(embedding))) };
        },
      }),
  };
}
