import { afterEach, describe, expect, test } from "vitest";
import { probeResult } from "#server/contracts/score-probe.ts";
import { probeScoreService } from "./probe-score-service.ts";
import { openStubServer, type StubHandler, type StubReply } from "./testing/open-stub-server.ts";
import { openTestAdapter } from "./testing/open-test-adapter.ts";
import { stubHfEndpoint } from "./testing/stub-hf-endpoint.ts";
import { stubJudge } from "./testing/stub-judge.ts";
import { stubOpenrlhf } from "./testing/stub-openrlhf.ts";
import { stubReward1 } from "./testing/stub-reward1.ts";
import { stubSglang } from "./testing/stub-sglang.ts";
import { stubTei } from "./testing/stub-tei.ts";
import { stubVllm } from "./testing/stub-vllm.ts";
import { sigmoid, toyReward } from "./testing/toy-reward.ts";

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function probe(stub: StubHandler, config: object) {
  const server = await openStubServer(stub);
  const adapter = openTestAdapter({ ...config, url: server.url });
  closing.push(adapter.close, server.close);
  const result = await probeScoreService(adapter);
  // It is stored as JSON, and must come back as it was.
  expect(probeResult.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  return result;
}

/** A server like OpenRLHF's that rewards a batch as the test says. */
function rewardWith(reward: (texts: readonly string[]) => readonly unknown[]): StubHandler {
  return (request): StubReply => {
    const { query } = request.body as { query: string[] };
    return { json: { rewards: reward(query) } };
  };
}

const openrlhf = { kind: "openrlhf" };

async function findCodes(reward: (texts: readonly string[]) => readonly unknown[], config = {}) {
  const { ok, findings } = await probe(rewardWith(reward), { ...openrlhf, ...config });
  return { ok, codes: findings.map(({ severity, code }) => `${severity} ${code}`) };
}

describe("a sound service passes", () => {
  test.each<[object, StubHandler]>([
    [{ kind: "reward1", wantsEmbedding: true }, stubReward1()],
    [{ kind: "vllm_classify", model: "rm" }, stubVllm()],
    [{ kind: "vllm_pooling", model: "rm" }, stubVllm()],
    [{ kind: "tei_predict" }, stubTei()],
    [{ kind: "tei_embed" }, stubTei()],
    [{ kind: "sglang_classify" }, stubSglang()],
    [{ kind: "hf_endpoint" }, stubHfEndpoint()],
    [openrlhf, stubOpenrlhf()],
    [{ kind: "openai_judge", model: "judge" }, stubJudge()],
    [{ kind: "openai_judge", model: "judge", anchor: "I do not know." }, stubJudge()],
  ])("%j", async (config, stub) => {
    const result = await probe(stub, config);
    expect(result).toMatchObject({ ok: true, findings: [], modelVersion: expect.any(String) });
    expect(result.latencyMs).toBeGreaterThan(0);
  });

  test("and tells what it gives", async () => {
    const { gives, scale } = await probe(stubReward1(), { kind: "reward1", wantsEmbedding: true });
    expect(gives).toEqual({ mean: true, std: true, members: 3, embeddingDimension: 3 });
    expect(scale).toBe("bt_logit");
  });
});

describe("what is wrong is found", () => {
  test("the softmax over one label, as SGLang's /v1/classify has it", async () => {
    const softmax: StubHandler = (request) => {
      const { text } = (request.body ?? {}) as { text?: string[] };
      return text === undefined ? { status: 404 } : { json: text.map(() => ({ embedding: [1] })) };
    };
    const { ok, findings } = await probe(softmax, { kind: "sglang_classify" });
    expect(ok).toBe(false);
    expect(findings[0]).toMatchObject({ severity: "error", code: "constant" });
    expect(findings[0]?.message).toContain("use its native /classify");
  });

  test("a sigmoid left on, unless probabilities are what is meant", async () => {
    const reward = (texts: readonly string[]) => texts.map((text) => sigmoid(toyReward(text)));
    expect(await findCodes(reward)).toEqual({ ok: true, codes: ["warning sigmoid_left_on"] });
    expect(await findCodes(reward, { scale: "probability" })).toEqual({ ok: true, codes: [] });
  });

  test("a vLLM that ignores use_activation", async () => {
    const stub = stubVllm();
    const { findings } = await probe(
      (request) =>
        request.path === "/classify"
          ? stub({ ...request, body: { ...(request.body as object), use_activation: true } })
          : stub(request),
      { kind: "vllm_classify", model: "rm" },
    );
    expect(findings).toEqual([
      {
        severity: "warning",
        code: "sigmoid_left_on",
        message: expect.stringContaining("update vLLM"),
      },
    ]);
  });

  test("padding that changes rewards in a batch", async () => {
    const padded = (texts: readonly string[]) => {
      const longest = Math.max(...texts.map((text) => text.length));
      return texts.map((text) => toyReward(text) - (longest - text.length) / 100);
    };
    expect(await findCodes(padded)).toEqual({ ok: false, codes: ["error batch_differs"] });
  });

  test("rewards that come sorted", async () => {
    const sorted = (texts: readonly string[]) => texts.map(toyReward).sort((a, b) => b - a);
    expect(await findCodes(sorted)).toEqual({
      ok: false,
      codes: ["error order_lost"],
    });
  });

  test("dropout left on", async () => {
    let count = 0;
    const noisy = (texts: readonly string[]) =>
      texts.map((text) => toyReward(text) + 0.1 * (count++ % 7));
    const { codes } = await findCodes(noisy);
    expect(codes[0]).toMatch(/version_changes|not_deterministic/);
  });

  test("a reversed sign", async () => {
    const { ok, findings } = await probe(
      rewardWith((texts) => texts.map((text) => -toyReward(text))),
      openrlhf,
    );
    expect(ok).toBe(true);
    expect(findings).toEqual([
      {
        severity: "warning",
        code: "bad_above_good",
        message: expect.stringContaining("The sign seems to be reversed"),
      },
    ]);
  });

  test("a service that has no reward for an empty answer", async () => {
    const { ok, findings } = await probe(
      rewardWith((texts) =>
        texts.map((text) => (/assistant\n<\|im_end/.test(text) ? null : toyReward(text))),
      ),
      openrlhf,
    );
    expect(ok).toBe(true);
    expect(findings).toMatchObject([{ severity: "warning", code: "text_refused" }]);
    expect(findings[0]?.message).toContain("an empty answer");
  });

  test("a service that has no number for a plain text", async () => {
    const none = (texts: readonly string[]) =>
      texts.map((text) => (text.includes("banana") ? null : toyReward(text)));
    expect(await findCodes(none)).toEqual({ ok: false, codes: ["error text_refused"] });
  });

  test("a service with fewer rewards than texts", async () => {
    const short = (texts: readonly string[]) => texts.slice(1).map(toyReward);
    expect(await findCodes(short)).toEqual({ ok: false, codes: ["error bad_reply"] });
  });

  test("embeddings that do not depend on the text", async () => {
    const stub: StubHandler = (request) => {
      const { inputs } = (request.body ?? {}) as { inputs?: string[] };
      return inputs === undefined ? { status: 404 } : { json: inputs.map(() => [1, 2]) };
    };
    const { findings } = await probe(stub, { kind: "tei_embed" });
    expect(findings).toMatchObject([{ severity: "error", code: "constant" }]);
  });

  test("a server that is not there", async () => {
    const server = await openStubServer(() => "hang");
    await server.close();
    const adapter = openTestAdapter({ ...openrlhf, url: server.url });
    closing.push(adapter.close);
    expect(await probeScoreService(adapter)).toEqual({
      ok: false,
      findings: [
        {
          severity: "error",
          code: "unreachable",
          message: expect.stringContaining("is the server running"),
        },
      ],
      fingerprint: [],
      modelVersion: null,
      scale: null,
      latencyMs: null,
      gives: null,
    });
  });

  test("the one bad member of an ensemble, by its place", async () => {
    const servers = await Promise.all([
      openStubServer(stubOpenrlhf()),
      openStubServer(rewardWith((texts) => texts.map(() => 0.5))),
    ]);
    const members = servers.map(({ url }) => ({ ...openrlhf, url }));
    const adapter = openTestAdapter({ kind: "ensemble", members });
    closing.push(adapter.close, ...servers.map(({ close }) => close));
    const { ok, findings } = await probeScoreService(adapter);
    expect(ok).toBe(false);
    expect(findings[0]?.message).toMatch(/^Member 2: Every text got the same answer/);
  });
});

test("a caller who gives up ends the probe", async () => {
  const server = await openStubServer(() => "hang");
  const adapter = openTestAdapter({ ...openrlhf, url: server.url });
  closing.push(adapter.close, server.close);
  const stop = new AbortController();
  const probing = probeScoreService(adapter, stop.signal);
  stop.abort(new Error("enough"));
  await expect(probing).rejects.toThrow("enough");
});
