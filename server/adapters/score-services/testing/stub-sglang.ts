import { z } from "zod";
import type { StubHandler, StubReply } from "./open-stub-server.ts";
import { brokenTokens, toyReward } from "./toy-reward.ts";

const native = z.object({ text: z.union([z.string(), z.array(z.string())]) });
const openai = z.object({ input: z.union([z.string(), z.array(z.string())]) });

/** SGLang with `--is-embedding` and a reward model. */
export function stubSglang(
  options: { readonly weights?: string; readonly shift?: number } = {},
): StubHandler {
  const { weights = "default", shift = 0 } = options;
  return (request): StubReply => {
    switch (request.path) {
      case "/get_model_info":
        return { json: { model_path: "org/rm", weight_version: weights, is_generation: false } };
      case "/classify": {
        const { text } = native.parse(request.body);
        const rows = [text].flat().map((one) => ({
          embedding: [one.startsWith("<|begin_of_text|>") ? brokenTokens : shift + toyReward(one)],
          meta_info: { id: "1", prompt_tokens: 9 },
        }));
        return { json: typeof text === "string" ? rows[0] : rows };
      }
      case "/v1/classify": {
        // The softmax over the one logit there is.
        const { input } = openai.parse(request.body);
        const data = [input].flat().map((_, index) => ({ index, label: "LABEL_0", probs: [1] }));
        return { json: { object: "list", data } };
      }
      default:
        return { status: 404, json: { detail: "Not Found" } };
    }
  };
}
