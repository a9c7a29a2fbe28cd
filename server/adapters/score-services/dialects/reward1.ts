import type { z } from "zod";
import type { Outcome } from "#server/adapters/score-services/ask-in-batches.ts";
import { type Dialect, unknownIdentity } from "#server/adapters/score-services/dialect.ts";
import { restoreOrder } from "#server/adapters/score-services/read-rewards.ts";
import type { Score, ScoreItem } from "#server/adapters/score-services/score-adapter.ts";
import {
  type BatchReply,
  scoreInBatches,
} from "#server/adapters/score-services/score-in-batches.ts";
import type { Connection } from "#server/adapters/score-services/transport/open-connection.ts";
import { decodeEmbedding } from "#server/contracts/embedding-codec.ts";
import {
  modelList,
  type Reward,
  type RewardsRequest,
  rewardsResponse,
} from "#server/contracts/reward-protocol.ts";
import type { reward1Config } from "#server/contracts/score-service.ts";
import { ScoreServiceFault } from "#server/errors.ts";

type Config = z.infer<typeof reward1Config>;

/** Without a configured model, the first that the server lists is used. */
export function reward1(config: Config, connection: Connection): Dialect {
  return {
    scale: "arbitrary",
    isRelative: false,
    settings: { model: config.model },
    versioning: "told",
    async identify(signal) {
      const list = await connection.askOptional(modelList, {
        method: "GET",
        path: "/v1/models",
        signal,
      });
      const model = list?.data.find(({ id }) => config.model === null || id === config.model);
      return model === undefined
        ? { ...unknownIdentity, model: config.model }
        : { model: model.id, revision: model.version, batchItemsMax: model.max_batch };
    },
    score: (items, identity, signal) =>
      scoreInBatches(items, {
        connection,
        identity,
        signal,
        scoreBatch: (batch, stop) =>
          askRewards(batch, {
            connection,
            wantsEmbedding: config.wantsEmbedding,
            model: config.model ?? identity.model ?? "default",
            signal: stop,
          }),
      }),
  };
}

async function askRewards(
  batch: readonly ScoreItem[],
  asked: {
    readonly connection: Connection;
    readonly wantsEmbedding: boolean;
    readonly model: string;
    readonly signal: AbortSignal;
  },
): Promise<BatchReply> {
  const body: RewardsRequest = {
    model: asked.model,
    // Identifiers of the protocol are short; positions say the same and tell the server nothing.
    input: batch.map(({ messages, answer }, index) => ({
      id: String(index),
      messages: [...messages, { role: "assistant", content: answer }],
    })),
    include: asked.wantsEmbedding ? ["members", "embedding"] : ["members"],
    embedding: { dtype: "float32", encoding: "base64" },
  };
  const reply = await asked.connection.ask(rewardsResponse, {
    method: "POST",
    path: "/v1/rewards",
    body,
    signal: asked.signal,
  });
  const rewards = restoreOrder(reply.data, batch.length);
  requireEchoes(rewards);
  return { outcomes: rewards.map(readReward), told: reply.model_version, scale: reply.scale };
}

function requireEchoes(rewards: readonly Reward[]): void {
  if (rewards.some(({ id }, index) => id !== null && id !== String(index))) {
    throw new ScoreServiceFault(
      "bad_reply",
      "The score service answered with the identifier of one text at the position of another.",
    );
  }
}

function readReward(reward: Reward): Outcome<Score> {
  if (reward.error !== null) {
    return { error: reward.error.message, mayPass: reward.error.retryable };
  }
  const { mean, std, members, embedding } = reward;
  return { value: { mean, std, members, embedding: readEmbedding(embedding) } };
}

function readEmbedding(written: string | readonly number[] | null): Float64Array | null {
  try {
    return written === null ? null : decodeEmbedding(written, "float32");
  } catch (cause) {
    throw new ScoreServiceFault("bad_reply", "An embedding of the score service is broken.", {
      cause,
    });
  }
}
