import { z } from "zod";
import { type Dialect, unknownIdentity } from "#server/adapters/score-services/dialect.ts";
import { requireCount, toMean, wireNumber } from "#server/adapters/score-services/read-rewards.ts";
import { renderConversation } from "#server/adapters/score-services/render-conversation.ts";
import { scoreInBatches } from "#server/adapters/score-services/score-in-batches.ts";
import type { Connection } from "#server/adapters/score-services/transport/open-connection.ts";
import type { openrlhfConfig } from "#server/contracts/score-service.ts";

/** One number a text, which some reward functions wrap in a list. */
const reward = z.union([wireNumber, z.tuple([wireNumber]).transform(([only]) => only)]);
const answer = z.object({ rewards: z.array(reward) });

/** The server tokenizes `query` as it is, so that the text brings every special token itself. */
export function openrlhf(config: z.infer<typeof openrlhfConfig>, connection: Connection): Dialect {
  return {
    scale: config.scale,
    isRelative: false,
    settings: { template: config.template },
    versioning: "observed",
    identify: async () => unknownIdentity,
    score: (items, identity, signal) =>
      scoreInBatches(items, {
        connection,
        identity,
        signal,
        async scoreBatch(batch, stop) {
          const reply = await connection.ask(answer, {
            method: "POST",
            path: "/get_reward",
            body: {
              query: batch.map((item) => renderConversation(config.template, item, true)),
              prompts: batch.map(({ messages }) => messages.at(-1)?.content ?? ""),
              labels: batch.map(() => ""),
            },
            signal: stop,
          });
          requireCount(reply.rewards, batch.length);
          return { outcomes: reply.rewards.map(toMean) };
        },
      }),
  };
}
