import { encodeEmbedding } from "#server/contracts/embedding-codec.ts";
import { type RewardScale, rewardsRequest } from "#server/contracts/reward-protocol.ts";
import type { StubHandler, StubReply } from "./open-stub-server.ts";
import { toyReward } from "./toy-reward.ts";

/** A `reward/1` server with an ensemble of three heads; what a message says is not templated. */
export function stubReward1(
  options: {
    readonly version?: string;
    readonly scale?: RewardScale;
    readonly maxBatch?: number;
    /** Answers that contain it get an error of their own. */
    readonly poison?: string;
  } = {},
): StubHandler {
  const { version = "sha256:1", scale = "bt_logit", maxBatch = 8, poison } = options;
  return (request): StubReply => {
    if (request.path === "/v1/models") {
      return { json: { data: [{ id: "rm", version, scale, max_batch: maxBatch }] } };
    }
    if (request.path !== "/v1/rewards") {
      return { status: 404, json: { error: { type: "not_found", message: "Not found." } } };
    }
    const asked = rewardsRequest.parse(request.body);
    if (asked.model !== "rm") {
      return { status: 404, json: { error: { type: "unknown_model", message: "No such model." } } };
    }
    if (asked.input.length > maxBatch) {
      return { status: 413, json: { error: { type: "too_many", message: "Too many items." } } };
    }
    const data = asked.input.map(({ id, messages }, index) => {
      const text = messages.map(({ content }) => content).join(" ");
      if (poison !== undefined && text.includes(poison)) {
        return { index, id, error: { type: "invalid_item", message: "It is poisonous." } };
      }
      const mean = toyReward(text);
      return {
        index,
        id,
        mean,
        std: 0.1,
        members: [mean - 0.1, mean, mean + 0.1],
        ...(asked.include.includes("embedding")
          ? { embedding: encodeEmbedding([mean, 1, 2], asked.embedding) }
          : {}),
      };
    });
    return { json: { model: "rm", model_version: version, scale, data } };
  };
}
