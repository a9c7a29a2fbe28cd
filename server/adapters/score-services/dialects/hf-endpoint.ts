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
import type { hfEndpointConfig } from "#server/contracts/score-service.ts";
import { ScoreServiceFault } from "#server/errors.ts";

const label = z.object({ label: z.string(), score: wireNumber });
/** One list for the text, which some containers nest once more. */
const classification = z.union([
  z.array(label),
  z.array(z.array(label)).transform((texts) => {
    requireCount(texts, 1);
    return texts[0] ?? [];
  }),
]);

/**
 * A text-classification endpoint, which takes one text a request. All labels are asked for: with the
 * best one only, a classifier of several classes would pass for a reward model.
 */
export function hfEndpoint(
  config: z.infer<typeof hfEndpointConfig>,
  connection: Connection,
): Dialect {
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
        itemsMax: 1,
        async scoreBatch([item], stop) {
          if (item === undefined) {
            throw new ScoreServiceFault("bad_reply", "There was no text to ask about.");
          }
          const labels = await connection.ask(classification, {
            method: "POST",
            path: "",
            body: {
              inputs: renderConversation(config.template, item, false),
              // Without this the scores are put through a sigmoid or softmax.
              parameters: { function_to_apply: "none", top_k: 2, truncation: true },
            },
            signal: stop,
          });
          return { outcomes: [toMean(requireSingle(labels.map(({ score }) => score)))] };
        },
      }),
  };
}
