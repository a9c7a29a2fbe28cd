import { setImmediate as letOthersRun } from "node:timers/promises";
import { encodeEmbedding } from "#server/contracts/embedding-codec.ts";
import type {
  EmbeddingFormat,
  Reward,
  RewardFault,
  Truncation,
} from "#server/contracts/reward-protocol.ts";
import { readMembers } from "#server/core/reward/ensemble-members.ts";
import { stackRows } from "#server/core/reward/feature-matrix.ts";
import { predictPrepared, rewardVariances } from "#server/core/reward/predict-reward.ts";
import { standardise } from "#server/core/reward/standardiser.ts";
import type { ServedModel } from "./open-served-models.ts";
import {
  openConversationReader,
  type ReadConversation,
  type ReadItem,
} from "./read-conversation.ts";

export type ScoreOptions = {
  readonly hasMembers: boolean;
  /** Null leaves embeddings out. They are the standardised features that the reward is linear in. */
  readonly embedding: EmbeddingFormat | null;
  readonly truncate: Truncation | undefined;
  /** Stops between two slices, when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
};

/** Items predicted at once, and how long they may be read without letting other requests run. */
const sliceItems = 64;
const sliceMs = 12;

/**
 * Rewards in the order of the items, each a number or the reason why there is none. An item has the
 * same numbers whatever else is in the batch.
 *
 * @param items as they came: each is parsed by itself
 */
export async function scoreConversations(
  model: ServedModel,
  items: readonly unknown[],
  options: ScoreOptions,
): Promise<Reward[]> {
  const readItem = openConversationReader(options.truncate);
  const rewards: Reward[] = [];
  let slice: ReadItem[] = [];
  let startedAt = performance.now();
  for (const [index, item] of items.entries()) {
    slice.push(readItem(item, index));
    const isLate = performance.now() - startedAt > sliceMs;
    if (isLate || slice.length === sliceItems || index === items.length - 1) {
      rewards.push(...rewardSlice(model, { slice, start: rewards.length, options }));
      slice = [];
      await letOthersRun();
      options.signal.throwIfAborted();
      startedAt = performance.now();
    }
  }
  return rewards;
}

type Slice = {
  readonly slice: readonly ReadItem[];
  readonly start: number;
  readonly options: ScoreOptions;
};

function rewardSlice(model: ServedModel, { slice, start, options }: Slice): Reward[] {
  const readable = slice.flatMap(({ conversation }) => (conversation === null ? [] : conversation));
  const scores = scoreReadable(model, readable, options);
  let next = 0;
  return slice.map(({ id, conversation, fault }, offset) => {
    const position = { object: "reward", index: start + offset, id } as const;
    if (conversation === null) return { ...position, ...unscored, error: fault };
    const score = scores[next++];
    const { tokens, truncated } = conversation;
    if (!Number.isFinite(score.mean)) {
      return { ...position, ...unscored, tokens, truncated, error: notFinite };
    }
    return { ...position, ...score, tokens, truncated, error: null };
  });
}

const unscored = {
  mean: null,
  std: null,
  members: null,
  tokens: null,
  truncated: false,
  embedding: null,
} as const;

const notFinite: RewardFault = {
  type: "not_finite",
  message: "The model gives no finite number for this text.",
  param: null,
  retryable: false,
};

function scoreReadable(
  { prepared, directions }: ServedModel,
  readable: readonly ReadConversation[],
  { hasMembers, embedding }: ScoreOptions,
) {
  if (readable.length === 0) return [];
  const features = stackRows(readable.map((conversation) => conversation.features));
  const rewards = predictPrepared(prepared, features);
  const variances = rewardVariances(rewards);
  const { width, values } = standardise(prepared.model.standardiser, features);
  return readable.map((_, row) => ({
    mean: rewards.means[row],
    std: Math.sqrt(variances[row]),
    members: hasMembers ? Array.from(readMembers(directions, rewards, row)) : null,
    embedding:
      embedding === null
        ? null
        : encodeEmbedding(values.subarray(row * width, (row + 1) * width), embedding),
  }));
}
