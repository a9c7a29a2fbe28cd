import { afterEach, describe, expect, test } from "vitest";
import type { ScoreAdapter } from "#server/adapters/score-services/score-adapter.ts";
import {
  openStubServer,
  type StubHandler,
  type StubServer,
} from "#server/adapters/score-services/testing/open-stub-server.ts";
import {
  makeItems,
  openTestAdapter,
  scoreMeans,
} from "#server/adapters/score-services/testing/open-test-adapter.ts";
import { stubHfEndpoint } from "#server/adapters/score-services/testing/stub-hf-endpoint.ts";
import { stubOpenrlhf } from "#server/adapters/score-services/testing/stub-openrlhf.ts";
import { stubReward1 } from "#server/adapters/score-services/testing/stub-reward1.ts";
import { stubSglang } from "#server/adapters/score-services/testing/stub-sglang.ts";
import { stubTei } from "#server/adapters/score-services/testing/stub-tei.ts";
import { stubVllm } from "#server/adapters/score-services/testing/stub-vllm.ts";
import { toyReward } from "#server/adapters/score-services/testing/toy-reward.ts";

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function open(
  stub: StubHandler,
  config: object,
): Promise<{ readonly server: StubServer; readonly adapter: ScoreAdapter }> {
  const server = await openStubServer(stub);
  const adapter = openTestAdapter({ ...config, url: server.url });
  closing.push(adapter.close, server.close);
  return { server, adapter };
}

/** The rewards of the toy model for the same texts as a server reads them. */
function expectMeans(render: (words: string) => string, count: number): number[] {
  return makeItems(count).map(({ answer }) => expect.closeTo(toyReward(render(answer)), 6));
}

const chatml = (answer: string) =>
  `<|im_start|>user\nCount.<|im_end|>\n<|im_start|>assistant\n${answer}<|im_end|>\n`;
const llama3 = { kind: "named", name: "llama3" };

/** Answers one path otherwise, and the others as they are. */
function replaceReply(
  stub: StubHandler,
  path: string,
  json: (body: unknown) => unknown,
): StubHandler {
  return (request) => (request.path === path ? { json: json(request.body) } : stub(request));
}

function firstBody(server: StubServer, path: string): unknown {
  return server.requests.find((request) => request.path === path)?.body;
}

describe("vLLM", () => {
  test("/classify gives raw logits, since the sigmoid is switched off", async () => {
    const { adapter } = await open(stubVllm(), { kind: "vllm_classify", model: "rm" });
    expect(await scoreMeans(adapter, makeItems(3))).toEqual(expectMeans(chatml, 3));
  });

  test("messages go one conversation a request and leave the template to the server", async () => {
    const { adapter, server } = await open(stubVllm(), { kind: "vllm_classify", model: "rm" });
    await adapter.score(makeItems(2));
    expect(server.requests.map(({ body }) => body)).toContainEqual({
      model: "rm",
      messages: [
        { role: "user", content: "Count." },
        { role: "assistant", content: "w0 w1" },
      ],
      add_generation_prompt: false,
      use_activation: false,
      truncate_prompt_tokens: -1,
    });
  });

  test("a template of ours goes as text in batches, without a second start token", async () => {
    const { adapter, server } = await open(stubVllm(), {
      kind: "vllm_classify",
      model: "rm",
      template: llama3,
    });
    await adapter.score(makeItems(3));
    expect(firstBody(server, "/classify")).toMatchObject({
      add_special_tokens: false,
      input: expect.arrayContaining([expect.stringMatching(/^<\|begin_of_text\|><\|start_header/)]),
    });
    expect(await scoreMeans(adapter, makeItems(3))).not.toContain(-100);
  });

  test("/pooling names its task, and the last token's value is the reward", async () => {
    const { adapter, server } = await open(stubVllm(), {
      kind: "vllm_pooling",
      model: "rm",
      task: "token_classify",
    });
    expect(await scoreMeans(adapter, makeItems(3))).toEqual(expectMeans(chatml, 3));
    expect(firstBody(server, "/pooling")).toMatchObject({ task: "token_classify" });
  });

  const template = { kind: "named", name: "chatml" };
  const rowsOf = (values: readonly number[]) =>
    values.map((value, index) => ({ index, probs: [value] }));

  test("rows in another order are put back by their index", async () => {
    const stub = replaceReply(stubVllm(), "/classify", () => ({
      data: rowsOf([1, 2, 3]).reverse(),
    }));
    const { adapter } = await open(stub, { kind: "vllm_classify", model: "rm", template });
    expect(await scoreMeans(adapter, makeItems(3))).toEqual([1, 2, 3]);
  });

  test.each([
    ["twice for one text", [0, 1, 1]],
    ["twice for one text", [0, 1, 3]],
    ["4 rewards for 3 texts", [0, 1, 2, 3]],
  ])("is refused when it answers %s", async (words, indices) => {
    const data = indices.map((index) => ({ index, probs: [1] }));
    const stub = replaceReply(stubVllm(), "/classify", () => ({ data }));
    const { adapter } = await open(stub, { kind: "vllm_classify", model: "rm", template });
    await expect(adapter.score(makeItems(3))).rejects.toThrow(words);
  });

  test("a classifier of several classes is refused in words", async () => {
    const stub = replaceReply(stubVllm(), "/classify", () => ({
      data: [{ index: 0, probs: [0.1, 0.9] }],
    }));
    const { adapter } = await open(stub, { kind: "vllm_classify", model: "rm" });
    await expect(adapter.score(makeItems(1))).rejects.toThrow("2 values for a text");
  });

  test("a wrong model name is said with the server's own words", async () => {
    const { adapter } = await open(stubVllm(), { kind: "vllm_classify", model: "other" });
    await expect(adapter.describe()).rejects.toThrow(
      "The score service has nothing at this address; check URL, kind and model (404): The model `other` does not exist.",
    );
  });
});

describe("TEI", () => {
  test("each text is a list of its own, so that two are never one pair", async () => {
    const { adapter, server } = await open(stubTei(), { kind: "tei_predict" });
    const means = await scoreMeans(adapter, makeItems(2));
    expect(means).toEqual(expectMeans(chatml, 2));
    const sent = server.requests.filter(({ path }) => path === "/predict").map(({ body }) => body);
    expect(sent).toContainEqual({
      inputs: makeItems(2).map(({ answer }) => [chatml(answer)]),
      raw_scores: true,
      truncate: true,
      truncation_direction: "Left",
    });
  });

  test("a batch is never larger than the server says it takes", async () => {
    const { adapter, server } = await open(stubTei({ batchMax: 4 }), { kind: "tei_predict" });
    await adapter.score(makeItems(10));
    expect(server.requests.filter(({ path }) => path === "/predict").length).toBe(3 + 2);
  });

  test("a batch that is too large all the same is halved", async () => {
    const answer = stubTei({ batchMax: 1 });
    const stub: StubHandler = (request) =>
      request.path === "/info" ? { status: 404 } : answer(request);
    const { adapter } = await open(stub, { kind: "tei_predict" });
    expect(await scoreMeans(adapter, makeItems(20))).toEqual(expectMeans(chatml, 20));
    expect(adapter.health()).toEqual({ state: "closed" });
  });

  test("the start token is left to its tokenizer", async () => {
    const { adapter } = await open(stubTei(), { kind: "tei_predict", template: llama3 });
    expect(await scoreMeans(adapter, makeItems(2))).not.toContain(-100);
  });

  test("a NaN spoils only its own text", async () => {
    const stub = replaceReply(stubTei(), "/predict", (body) => {
      const { inputs } = body as { inputs: string[][] };
      return inputs.map(([text = ""]) => [
        { label: "LABEL_0", score: /w3\b/.test(text) ? null : 1 },
      ]);
    });
    const { adapter } = await open(stub, { kind: "tei_predict" });
    const reason = "What the model gives for this text is not a number.";
    expect(await scoreMeans(adapter, makeItems(5))).toEqual([1, 1, 1, reason, reason]);
  });

  test("/embed gives embeddings and no rewards", async () => {
    const { adapter } = await open(stubTei(), { kind: "tei_embed", normalize: false });
    const { items, scale } = await adapter.score(makeItems(1));
    expect(scale).toBe("arbitrary");
    const embedding = Float64Array.of(toyReward(chatml("w0")), chatml("w0").length / 100, 1);
    expect(items[0]).toEqual({
      id: "item-0",
      ok: true,
      score: { mean: null, std: null, members: null, embedding },
    });
  });

  test("an embedding that holds no number spoils only its own text", async () => {
    const { adapter, server } = await open(stubTei(), { kind: "tei_embed" });
    await adapter.describe();
    const answer = stubTei();
    server.handle((request) =>
      JSON.stringify(request.body ?? "").includes("w0")
        ? {
            json: [
              [1, null],
              [1, 2],
            ],
          }
        : answer(request),
    );
    const { items } = await adapter.score(makeItems(2));
    expect(items.map(({ ok }) => ok)).toEqual([false, true]);
  });

  test.each([
    ["differ in length", [[1, 2], [1]]],
    ["are empty", [[], []]],
  ])("embeddings that %s are refused", async (_, json) => {
    const { adapter, server } = await open(stubTei(), { kind: "tei_embed" });
    await adapter.describe();
    server.handle(replaceReply(stubTei(), "/embed", () => json));
    await expect(adapter.score(makeItems(2))).rejects.toThrow("empty or differ in length");
  });
});

describe("SGLang", () => {
  test("the native path is asked, never the one whose softmax answers 1", async () => {
    const { adapter, server } = await open(stubSglang(), { kind: "sglang_classify" });
    expect(await scoreMeans(adapter, makeItems(3))).toEqual(expectMeans(chatml, 3));
    expect(server.requests.map(({ path }) => path)).not.toContain("/v1/classify");
  });

  test("a batch of one may come back without its list", async () => {
    const stub = replaceReply(stubSglang(), "/classify", (body) => {
      const { text } = body as { text: string[] };
      const rows = text.map((one) => ({ embedding: [toyReward(one)] }));
      return rows.length === 1 ? rows[0] : rows;
    });
    const { adapter } = await open(stub, { kind: "sglang_classify" });
    expect(await scoreMeans(adapter, makeItems(1))).toEqual(expectMeans(chatml, 1));
  });

  test("an embedding model is told from a reward model", async () => {
    const stub = replaceReply(stubSglang(), "/classify", (body) => {
      const { text } = body as { text: string[] };
      return text.map(() => ({ embedding: [0.1, 0.2, 0.3] }));
    });
    const { adapter } = await open(stub, { kind: "sglang_classify" });
    await expect(adapter.describe()).rejects.toThrow("3 values for a text");
  });
});

describe("Hugging Face", () => {
  test.each([true, false])(
    "labels nested once more or not (%s) give the raw score",
    async (isNested) => {
      const { adapter } = await open(stubHfEndpoint({ isNested }), { kind: "hf_endpoint" });
      expect(await scoreMeans(adapter, makeItems(3))).toEqual(expectMeans(chatml, 3));
    },
  );

  test("a classifier of several classes is refused, although the best label comes first", async () => {
    const stub = stubHfEndpoint({ classes: ["POSITIVE", "NEGATIVE"] });
    const { adapter } = await open(stub, { kind: "hf_endpoint" });
    await expect(adapter.describe()).rejects.toThrow("2 values for a text");
  });

  test("a model that is still loading is waited for", async () => {
    const { adapter, server } = await open(stubHfEndpoint(), { kind: "hf_endpoint" });
    server.next.push({ status: 503, json: { error: "Model org/rm is currently loading" } });
    await adapter.describe();
    expect(server.requests.length).toBe(4);
  });
});

describe("OpenRLHF", () => {
  test.each(["chatml", "llama3"])("%s: the query brings every special token", async (name) => {
    const template = { kind: "named", name };
    const { adapter, server } = await open(stubOpenrlhf(), { kind: "openrlhf", template });
    expect(await scoreMeans(adapter, makeItems(2))).not.toContain(-100);
    if (name === "llama3") {
      expect(JSON.stringify(firstBody(server, "/get_reward"))).toContain("<|begin_of_text|>");
    }
  });

  test("rewards in lists of one are read, too", async () => {
    const { adapter } = await open(stubOpenrlhf({ isNested: true }), { kind: "openrlhf" });
    expect(await scoreMeans(adapter, makeItems(2))).toEqual(expectMeans(chatml, 2));
  });

  test.each(["NaN", "-Infinity"])(
    "%s, which Python writes, spoils only its own text",
    async (word) => {
      const { adapter, server } = await open(stubOpenrlhf(), { kind: "openrlhf" });
      server.handle((request) => {
        const { query } = request.body as { query: string[] };
        const rewards = query.map((text) =>
          /w2\b/.test(text) && !/w3\b/.test(text) ? word : "1.5",
        );
        return { text: `{"rewards": [${rewards.join(", ")}]}` };
      });
      const reason = "The score service answered with NaN or infinity instead of a number.";
      expect(await scoreMeans(adapter, makeItems(5))).toEqual([1.5, 1.5, reason, 1.5, 1.5]);
      expect(adapter.health()).toEqual({ state: "closed" });
    },
  );
});

describe("reward/1", () => {
  test("members, deviation, scale and version come as they are told", async () => {
    const { adapter } = await open(stubReward1({ scale: "probability" }), { kind: "reward1" });
    const reply = await adapter.score(makeItems(1));
    const mean = toyReward("Count. w0");
    expect(reply).toEqual({
      modelVersion: "sha256:1",
      scale: "probability",
      items: [
        {
          id: "item-0",
          ok: true,
          score: { mean, std: 0.1, members: [mean - 0.1, mean, mean + 0.1], embedding: null },
        },
      ],
    });
  });

  test("embeddings are asked for only where they are wanted", async () => {
    const { adapter } = await open(stubReward1(), { kind: "reward1", wantsEmbedding: true });
    const { items } = await adapter.score(makeItems(1));
    const embedding = Float64Array.of(Math.fround(toyReward("Count. w0")), 1, 2);
    expect(items[0]).toMatchObject({ ok: true, score: { embedding } });
  });

  test("an item that fails does not fail the others", async () => {
    const { adapter } = await open(stubReward1({ poison: "w4" }), { kind: "reward1" });
    expect(await scoreMeans(adapter, makeItems(6))).toEqual([
      ...expectMeans((answer) => `Count. ${answer}`, 4),
      "It is poisonous.",
      "It is poisonous.",
    ]);
  });

  test("rows in another order are put back, by index, and identifiers must agree", async () => {
    const row = (index: number, id: string) => ({ index, id, mean: index });
    const reply = { model: "rm", model_version: "1", scale: "bt_logit" };
    const { adapter, server } = await open(stubReward1(), { kind: "reward1" });
    await adapter.describe();
    server.handle(() => ({ json: { ...reply, data: [row(1, "1"), row(0, "0")] } }));
    expect(await scoreMeans(adapter, makeItems(2))).toEqual([0, 1]);
    server.handle(() => ({ json: { ...reply, data: [row(0, "1"), row(1, "0")] } }));
    await expect(adapter.score(makeItems(2))).rejects.toThrow("identifier of one text");
  });

  test("no identifier of ours leaves the house", async () => {
    const { adapter, server } = await open(stubReward1(), { kind: "reward1" });
    await adapter.score(makeItems(2));
    expect(JSON.stringify(server.requests)).not.toContain("item-");
  });
});
