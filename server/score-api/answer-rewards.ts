import {
  type Reward,
  type RewardsResponse,
  rewardsEnvelope,
} from "#server/contracts/reward-protocol.ts";
import { scoreConversations } from "#server/services/score-conversations.ts";
import { limitItems } from "./limit-items.ts";
import { parseBody } from "./read-json.ts";
import type { ScoreAnswer, ScoreContext } from "./score-answer.ts";

/** POST /v1/rewards */
export async function answerRewards(body: unknown, context: ScoreContext): Promise<ScoreAnswer> {
  const request = parseBody(rewardsEnvelope, body);
  limitItems(request.input, "input");
  const model = await context.models.find(request.model);
  const data = await scoreConversations(model, request.input, {
    hasMembers: request.include.includes("members"),
    embedding: request.include.includes("embedding") ? request.embedding : null,
    truncate: request.truncate,
    signal: context.signal,
  });
  countOutcomes(data, context);
  const tokens = countTokens(data);
  const answer: RewardsResponse = {
    object: "list",
    model: request.model,
    model_version: model.modelVersion,
    scale: "bt_logit",
    data,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
  return { status: 200, body: answer };
}

export function countTokens(rewards: readonly Reward[]): number {
  return rewards.reduce((sum, reward) => sum + (reward.tokens ?? 0), 0);
}

export function countOutcomes(rewards: readonly Reward[], { countItems }: ScoreContext): void {
  const failed = rewards.filter((reward) => reward.error !== null).length;
  countItems({ scored: rewards.length - failed, failed });
}
