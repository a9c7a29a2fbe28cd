import { z } from "zod";
import type { StubHandler, StubReply } from "./open-stub-server.ts";
import { brokenTokens, sigmoid, toyReward } from "./toy-reward.ts";

const body = z.object({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string())]).optional(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).optional(),
  add_special_tokens: z.boolean().default(true),
  add_generation_prompt: z.boolean().default(false),
  use_activation: z.boolean().default(true),
  truncate_prompt_tokens: z.number().optional(),
  task: z.string().optional(),
});
type Body = z.infer<typeof body>;

const lengthMax = 50_000;

/** vLLM with `--runner pooling --convert classify` and a model of one label. */
export function stubVllm(
  options: { readonly model?: string; readonly root?: string; readonly shift?: number } = {},
): StubHandler {
  const { model = "rm", root = "/models/rm", shift = 0 } = options;
  return (request): StubReply => {
    if (request.path === "/v1/models") {
      return {
        json: { object: "list", data: [{ id: model, object: "model", root, parent: null }] },
      };
    }
    const asked = body.parse(request.body);
    if (asked.model !== model) {
      return refuse(404, `The model \`${asked.model}\` does not exist.`);
    }
    const texts = renderTexts(asked);
    if (asked.truncate_prompt_tokens !== -1 && texts.some((text) => text.length > lengthMax)) {
      return refuse(400, "This model's maximum context length is 8192 tokens.");
    }
    const rewards = texts.map((text) => {
      const logit = shift + rewardTokens(text, asked);
      return asked.use_activation ? sigmoid(logit) : logit;
    });
    if (request.path === "/classify") {
      return { json: { id: "classify-1", object: "list", model, data: rewards.map(classify) } };
    }
    if (request.path === "/pooling") {
      return { json: { id: "pool-1", object: "list", model, data: rewards.map(pool(asked.task)) } };
    }
    return refuse(404, "Not Found");
  };
}

/** Its own template, here ChatML; one conversation a request. */
function renderTexts({ messages, input }: Body): string[] {
  if (messages !== undefined) {
    return [messages.map((one) => `<|im_start|>${one.role}\n${one.content}<|im_end|>\n`).join("")];
  }
  return typeof input === "string" ? [input] : (input ?? []);
}

function rewardTokens(text: string, asked: Body): number {
  const isDoubled = asked.messages === undefined && asked.add_special_tokens;
  return isDoubled || asked.add_generation_prompt ? brokenTokens : toyReward(text);
}

function classify(value: number, index: number): object {
  return { index, label: "LABEL_0", probs: [value], num_classes: 1 };
}

function pool(task: string | undefined): (value: number, index: number) => object {
  return (value, index) => ({
    index,
    object: "pooling",
    data: task === "token_classify" ? [[0.1], [0.2], [value]] : [value],
  });
}

function refuse(status: number, message: string): StubReply {
  return { status, json: { error: { message, type: "BadRequestError", code: status } } };
}
