import { randomUUID } from "node:crypto";
import { type ClassifyResponse, classifyRequest } from "#server/contracts/reward-aliases.ts";
import { splitTemplatedText } from "#server/services/split-templated-text.ts";
import { countTokens } from "./answer-rewards.ts";
import { limitItems } from "./limit-items.ts";
import { parseBody } from "./read-json.ts";
import type { ScoreAnswer, ScoreContext } from "./score-answer.ts";
import { findNamedModel, scoreForAlias } from "./score-for-alias.ts";

/** POST /classify in the shape of vLLM, as a model with one label and no activation answers it. */
export async function answerClassify(body: unknown, context: ScoreContext): Promise<ScoreAnswer> {
  const { model: name, input, messages } = parseBody(classifyRequest, body);
  const texts = [input ?? []].flat();
  limitItems(texts, "input");
  const items =
    messages === undefined
      ? texts.map((text) => ({ messages: splitTemplatedText(text) }))
      : [{ messages }];
  const model = await findNamedModel(name, context);
  const rewards = await scoreForAlias(model, items, context);
  const tokens = countTokens(rewards);
  const answer: ClassifyResponse = {
    id: `classify-${randomUUID()}`,
    object: "list",
    created: Math.floor(Date.now() / 1000),
    model: model.id,
    data: rewards.map(({ index, mean }) => ({
      index,
      label: "LABEL_0",
      probs: [mean],
      num_classes: 1,
    })),
    usage: { prompt_tokens: tokens, total_tokens: tokens, completion_tokens: 0 },
  };
  return { status: 200, body: answer };
}
