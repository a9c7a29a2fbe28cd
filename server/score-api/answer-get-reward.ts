import { type GetRewardResponse, getRewardRequest } from "#server/contracts/reward-aliases.ts";
import { splitTemplatedText } from "#server/services/split-templated-text.ts";
import { limitItems } from "./limit-items.ts";
import { parseBody } from "./read-json.ts";
import { RequestFault } from "./request-fault.ts";
import type { ScoreAnswer, ScoreContext } from "./score-answer.ts";
import { findNamedModel, scoreForAlias } from "./score-for-alias.ts";

/** POST /get_reward, as OpenRLHF's trainers ask it. */
export async function answerGetReward(body: unknown, context: ScoreContext): Promise<ScoreAnswer> {
  const request = parseBody(getRewardRequest, body);
  const queries = [request.query].flat();
  const prompts = [request.prompts ?? []].flat();
  limitItems(queries, "query");
  if (prompts.length > 0 && prompts.length !== queries.length) {
    throw new RequestFault({
      status: 422,
      type: "invalid_request",
      message: `There are ${queries.length} queries and ${prompts.length} prompts; send one prompt for each query, or none.`,
      param: "prompts",
    });
  }
  const model = await findNamedModel(request.model, context);
  const items = queries.map((query, index) => ({
    messages: splitTemplatedText(query, prompts[index] ?? null),
  }));
  const rewards = await scoreForAlias(model, items, context);
  const means = rewards.map(({ mean }) => mean);
  const answer: GetRewardResponse = {
    rewards: means,
    scores: means,
    extra_logs: { reward_std: rewards.map(({ std }) => std ?? 0) },
  };
  return { status: 200, body: answer };
}
