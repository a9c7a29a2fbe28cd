import { createHash } from "node:crypto";
import { setImmediate as letOthersRun } from "node:timers/promises";
import { encodeEmbedding } from "#server/contracts/embedding-codec.ts";
import type {
  EmbeddingFormat,
  Reward,
  RewardFault,
  ScoredReward,
  Truncation,
} from "#server/contracts/reward-protocol.ts";
import { drawMemberDirections, readMembers } from "#server/core/reward/ensemble-members.ts";
import { stackRows } from "#server/core/reward/feature-matrix.ts";
import { addEnsembleDoubt } from "#server/core/reward/outside-doubt.ts";
import { predictPrepared, rewardVariances } from "#server/core/reward/predict-reward.ts";
import { standardise } from "#server/core/reward/standardiser.ts";
import type { ServedModel } from "./open-served-models.ts";
import {
  openConversationReader,
  type ReadConversation,
  type ReadItem,
} from "./read-conversation.ts";
import { type OutsideRow, spreadOf } from "./read-outside.ts";

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
      rewards.push(...(await rewardSlice(model, { slice, start: rewards.length, options })));
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

async function rewardSlice(
  model: ServedModel,
  { slice, start, options }: Slice,
): Promise<Reward[]> {
  const readable = slice.flatMap(({ conversation }) => (conversation === null ? [] : conversation));
  const scores = await scoreReadable(model, readable, options);
  let next = 0;
  return slice.map(({ id, conversation, fault }, offset) => {
    const position = { object: "reward", index: start + offset, id } as const;
    if (conversation === null) return { ...position, ...unscored, error: fault };
    const score = scores[next++];
    const { tokens, truncated } = conversation;
    if (score.error !== null) {
      return { ...position, ...unscored, tokens, truncated, error: score.error };
    }
    return { ...position, ...score, tokens, truncated };
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

type Scored = Pick<ScoredReward, "mean" | "std" | "members" | "embedding" | "error">;

async function scoreReadable(
  model: ServedModel,
  readable: readonly ReadConversation[],
  options: ScoreOptions,
): Promise<(Scored | { readonly error: RewardFault })[]> {
  const { outside } = model;
  if (outside === null || readable.length === 0) {
    return scoreRows(model, { features: readable.map((one) => one.features), doubts: [] }, options);
  }
  const answers = await outside.ask(readable, options.signal);
  const known = answers.flatMap(({ row }, index) =>
    row === null ? [] : { row, features: joinRows(row.columns, readable[index].features) },
  );
  const rows = {
    features: known.map(({ features }) => features),
    doubts: known.map(({ row }) => row.doubt),
  };
  const scores = scoreRows(model, rows, options);
  let next = 0;
  return answers.map(({ fault }) => (fault === null ? scores[next++] : notRewarded(fault)));
}

function joinRows(lead: Float64Array, rest: Float64Array): Float64Array {
  return Float64Array.from([...lead, ...rest]);
}

function notRewarded(fault: Pick<RewardFault, "message" | "retryable">): {
  readonly error: RewardFault;
} {
  return { error: { ...fault, type: "outside_score_missing", param: null } };
}

type Rows = {
  readonly features: readonly Float64Array[];
  /** One per row where the model stands on outside scores. */
  readonly doubts: readonly OutsideRow["doubt"][];
};

function scoreRows(
  { prepared, directions, outside }: ServedModel,
  { features, doubts }: Rows,
  { hasMembers, embedding }: ScoreOptions,
): (Scored | { readonly error: RewardFault })[] {
  if (features.length === 0) return [];
  const matrix = stackRows(features);
  const { deviations, members } = spreadOf(doubts, outside?.memberCount ?? 0);
  const worth = outside?.worth ?? 0;
  const rewards = addEnsembleDoubt(predictPrepared(prepared, matrix), members, worth);
  const variances = rewardVariances(rewards);
  const { width, values } = standardise(prepared.model.standardiser, matrix);
  return features.map((row, index) => {
    const mean = rewards.means[index];
    if (!Number.isFinite(mean)) return { error: notFinite };
    const own = worth * (deviations.at(index) ?? 0);
    const said = hasMembers ? readMembers(directions, rewards, index) : null;
    const columns = values.subarray(index * width, (index + 1) * width);
    return {
      mean,
      std: Math.hypot(Math.sqrt(variances[index]), own),
      members: said === null ? null : Array.from(own === 0 ? said : scatter(said, own, row)),
      embedding: embedding === null ? null : encodeEmbedding(columns, embedding),
      error: null,
    };
  });
}

/** Doubt about one text alone moves its members in a way of its own, always the same. */
function scatter(said: Float64Array, own: number, row: Float64Array): Float64Array {
  const seed = createHash("sha256").update(row).digest().readUInt32LE(0);
  const { values } = drawMemberDirections({ members: said.length, width: 1, seed });
  return said.map((reward, member) => reward + own * values[member]);
}
