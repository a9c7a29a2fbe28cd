import { z } from "zod";
import type { StubHandler, StubReply } from "./open-stub-server.ts";
import { sigmoid, toyReward } from "./toy-reward.ts";

const body = z.object({
  inputs: z.string(),
  parameters: z
    .object({ function_to_apply: z.string().optional(), top_k: z.number().nullable().default(1) })
    .prefault({}),
});

/** A text-classification pipeline behind an inference endpoint; labels come sorted by score. */
export function stubHfEndpoint(
  options: {
    readonly isNested?: boolean;
    readonly classes?: readonly string[];
    readonly shift?: number;
  } = {},
): StubHandler {
  const { isNested = false, classes = ["LABEL_0"], shift = 0 } = options;
  return (request): StubReply => {
    if (request.method !== "POST" || request.path !== "/") {
      return { status: 404, json: { error: "Not Found" } };
    }
    const { inputs, parameters } = body.parse(request.body);
    const labels = classes
      .map((label, index) => {
        const logit = shift + toyReward(inputs) * (index % 2 === 0 ? 1 : -1);
        return { label, score: parameters.function_to_apply === "none" ? logit : sigmoid(logit) };
      })
      .sort((a, b) => b.score - a.score)
      .slice(0, parameters.top_k ?? classes.length);
    return { json: isNested ? [labels] : labels };
  };
}
