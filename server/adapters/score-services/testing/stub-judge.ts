import { z } from "zod";
import type { StubHandler, StubReply } from "./open-stub-server.ts";
import { sigmoid, toyReward } from "./toy-reward.ts";

const body = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  max_tokens: z.literal(1),
  logprobs: z.literal(true),
  top_logprobs: z.number().max(20),
});

/** An OpenAI-compatible chat server whose model likes the first place by a constant log-odds. */
export function stubJudge(
  options: {
    readonly pull?: number;
    readonly logprobs?: "split" | "none" | "other" | "one_sided";
    readonly served?: string;
  } = {},
): StubHandler {
  const { pull = 1, logprobs = "split", served = "judge-2026-01-01" } = options;
  return (request): StubReply => {
    if (request.path !== "/v1/chat/completions") {
      return { status: 404, json: { error: { message: "Not found" } } };
    }
    const question = body.parse(request.body).messages[0]?.content ?? "";
    const odds = pull + toyReward(readAnswer(question, "A")) - toyReward(readAnswer(question, "B"));
    const choice = {
      index: 0,
      finish_reason: "length",
      message: { role: "assistant", content: "A" },
    };
    return {
      json: {
        id: "chatcmpl-1",
        model: served,
        choices: [{ ...choice, logprobs: writeLogprobs(logprobs, sigmoid(odds)) }],
      },
    };
  };
}

function readAnswer(question: string, letter: "A" | "B"): string {
  const found = new RegExp(`\\[answer ${letter} (\\w+)\\]\n([^]*?)\n\\[end \\1\\]`).exec(question);
  if (found === null) {
    throw new Error("The question does not hold the answers where they are expected.");
  }
  return found[2] ?? "";
}

/** A hundredth of the probability goes elsewhere; each letter is split over two tokens. */
function writeLogprobs(form: string, first: number): object | null {
  if (form === "none") {
    return null;
  }
  const shares: readonly (readonly [string, number])[] =
    form === "other"
      ? [
          ["The", 0.9],
          ["I", 0.09],
        ]
      : [
          ["A", 0.99 * first * 0.7],
          [" A", 0.99 * first * 0.3],
          ["B", 0.99 * (1 - first) * 0.6],
          ["▁B", 0.99 * (1 - first) * 0.4],
          ["Both", 0.01],
        ];
  const listed = shares
    .filter(([token]) => form !== "one_sided" || !token.endsWith("B"))
    .map(([token, share]) => ({ token, logprob: Math.log(share), bytes: null }));
  return { content: [{ token: listed[0]?.token, logprob: 0, top_logprobs: listed }] };
}
