import { z } from "zod";
import type { StubHandler, StubReply } from "./open-stub-server.ts";
import { brokenTokens, toyReward } from "./toy-reward.ts";

const body = z.object({ query: z.array(z.string()) });

/** OpenRLHF's `serve_rm`, which reads only `query` and adds no special tokens to it. */
export function stubOpenrlhf(
  options: { readonly isNested?: boolean; readonly shift?: number } = {},
): StubHandler {
  const { isNested = false, shift = 0 } = options;
  return (request): StubReply => {
    if (request.path !== "/get_reward") {
      return { status: 404, json: { detail: "Not Found" } };
    }
    const values = body.parse(request.body).query.map((text) => {
      const hasTokens = /<\|(im_end|eot_id)\|>\s*$/.test(text);
      return hasTokens ? shift + toyReward(text) : brokenTokens;
    });
    const rewards = isNested ? values.map((value) => [value]) : values;
    return { json: { rewards, scores: rewards, extra_logs: { dummy_scores: rewards } } };
  };
}
