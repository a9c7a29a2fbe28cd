import { z } from "zod";
import type { StubHandler, StubReply } from "./open-stub-server.ts";
import { brokenTokens, sigmoid, toyReward } from "./toy-reward.ts";

const body = z.object({
  inputs: z.union([z.string(), z.array(z.string()), z.array(z.array(z.string()))]),
  raw_scores: z.boolean().default(false),
  normalize: z.boolean().default(true),
  truncate: z.boolean().default(false),
  truncation_direction: z.enum(["Left", "Right"]).default("Right"),
});

const tokensMax = 8_192;

/** Text Embeddings Inference with a sequence classifier of one label, or an embedding model. */
export function stubTei(
  options: { readonly batchMax?: number; readonly sha?: string; readonly shift?: number } = {},
): StubHandler {
  const { batchMax = 32, sha = "abc123", shift = 0 } = options;
  return (request): StubReply => {
    if (request.path === "/info") {
      return {
        json: {
          model_id: "org/rm",
          model_sha: sha,
          max_client_batch_size: batchMax,
          version: "1.9",
        },
      };
    }
    const asked = body.parse(request.body);
    const texts = readTexts(asked.inputs);
    if (texts.length > batchMax) {
      return refuse(413, `batch size ${texts.length} > maximum allowed batch size ${batchMax}`);
    }
    if (!asked.truncate && texts.some((text) => text.length > tokensMax * 4)) {
      return refuse(413, `\`inputs\` must have less than ${tokensMax} tokens.`);
    }
    if (request.path === "/embed") {
      return { json: texts.map((text) => embed(text, asked.normalize)) };
    }
    if (request.path !== "/predict") {
      return { status: 404, text: "" };
    }
    const rewards = texts.map((text) => {
      // Its tokenizer adds a start token to whatever it is given.
      const logit = text.startsWith("<|begin_of_text|>") ? brokenTokens : shift + toyReward(text);
      return [{ score: asked.raw_scores ? logit : sigmoid(logit), label: "LABEL_0" }];
    });
    // A flat list is a single text or a single pair of them, and so is its answer.
    return {
      json: Array.isArray(asked.inputs) && Array.isArray(asked.inputs[0]) ? rewards : rewards[0],
    };
  };
}

type Inputs = z.infer<typeof body>["inputs"];

/** A list of strings is one pair of sentences, which the model reads as one text. */
function readTexts(inputs: Inputs): string[] {
  if (typeof inputs === "string") {
    return [inputs];
  }
  const isBatch = inputs.some((input) => Array.isArray(input));
  return isBatch
    ? inputs.map((input) => (typeof input === "string" ? input : input.join(" ")))
    : inputs.filter((input) => typeof input === "string");
}

function embed(text: string, isNormal: boolean): number[] {
  const values = [toyReward(text), text.length / 100, 1];
  const length = isNormal ? Math.hypot(...values) : 1;
  return values.map((value) => value / length);
}

function refuse(status: number, error: string): StubReply {
  return { status, json: { error, error_type: "Validation" } };
}
