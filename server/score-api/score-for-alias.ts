import type { Reward, ScoredReward } from "#server/contracts/reward-protocol.ts";
import type { ServedModel } from "#server/services/open-served-models.ts";
import { scoreConversations } from "#server/services/score-conversations.ts";
import { countOutcomes } from "./answer-rewards.ts";
import { RequestFault } from "./request-fault.ts";
import type { ScoreContext } from "./score-answer.ts";

/**
 * Scores for a dialect that has no place for an item's error: one bad item refuses the request.
 * @throws RequestFault 422 with the first item's reason
 */
export async function scoreForAlias(
  model: ServedModel,
  items: readonly unknown[],
  context: ScoreContext,
): Promise<ScoredReward[]> {
  const { signal } = context;
  const options = { hasMembers: false, embedding: null, truncate: undefined, signal };
  const rewards = await scoreConversations(model, items, options);
  countOutcomes(rewards, context);
  return rewards.map(requireScore);
}

function requireScore(reward: Reward): ScoredReward {
  if (reward.error === null) return reward;
  const { type, message, param } = reward.error;
  throw new RequestFault({
    status: 422,
    type,
    message: `Item ${reward.index}: ${message}`,
    ...(param === null ? {} : { param }),
  });
}

/**
 * The model that a request names in its body or, since some trainers can only be given an address,
 * in `?model=`; else the only one that there is.
 * @throws RequestFault 400 when there are several to choose from
 */
export async function findNamedModel(
  name: string | undefined,
  { models, url }: ScoreContext,
): Promise<ServedModel> {
  const named = name ?? url.searchParams.get("model");
  if (named !== null) return await models.find(named);
  const [only, ...others] = await models.list();
  if (only !== undefined && others.length === 0) return await models.find(only.id);
  throw new RequestFault({
    status: 400,
    type: "model_required",
    message: "Name a model of GET /v1/models, as ?model=… in the address or as model in the body.",
    param: "model",
  });
}
