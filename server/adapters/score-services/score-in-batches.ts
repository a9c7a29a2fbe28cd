import { askInBatches, type Outcome } from "./ask-in-batches.ts";
import type { DialectReply, Identity } from "./dialect.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { planBatches } from "./plan-batches.ts";
import type { Score, ScoreItem } from "./score-adapter.ts";
import type { Connection } from "./transport/open-connection.ts";

export type BatchReply = {
  readonly outcomes: readonly Outcome<Score>[];
  readonly told?: string | null | undefined;
  readonly scale?: DialectReply["scale"];
};

/** Scores any number of items by requests of bounded size. */
export async function scoreInBatches(
  items: readonly ScoreItem[],
  options: {
    readonly connection: Connection;
    readonly identity: Identity;
    /** For servers that take one item a request. */
    readonly itemsMax?: number;
    readonly scoreBatch: (batch: readonly ScoreItem[], signal: AbortSignal) => Promise<BatchReply>;
    readonly signal: AbortSignal | undefined;
  },
): Promise<DialectReply> {
  const { limits } = options.connection;
  const told = new Set<string>();
  let scale: DialectReply["scale"];
  const batches = planBatches(items, {
    itemsMax: Math.min(
      limits.batchItemsMax,
      options.itemsMax ?? Number.POSITIVE_INFINITY,
      options.identity.batchItemsMax ?? Number.POSITIVE_INFINITY,
    ),
    tokensMax: limits.batchTokensMax,
    countTokens,
  });
  const outcomes = await askInBatches(
    batches,
    async (batch, signal) => {
      const reply = await options.scoreBatch(batch, signal);
      if (typeof reply.told === "string") {
        told.add(reply.told);
      }
      scale = reply.scale ?? scale;
      return reply.outcomes;
    },
    options.signal,
  );
  return { outcomes, told, scale };
}

function countTokens({ messages, answer }: ScoreItem): number {
  const contents = [...messages.map(({ content }) => content), answer];
  return contents.reduce((sum, content) => sum + estimateTokens(content), 0);
}
