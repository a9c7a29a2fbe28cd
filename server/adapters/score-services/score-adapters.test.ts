import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { openrlhfConfig } from "#server/contracts/score-service.ts";
import { ModelVersionChanged, ScoreServiceFault } from "#server/errors.ts";
import { isSameFingerprint } from "./model-version.ts";
import { openScoreAdapter } from "./open-score-adapter.ts";
import {
  openStubServer,
  type StubHandler,
  type StubReply,
  type StubServer,
} from "./testing/open-stub-server.ts";
import {
  makeItems,
  openTestAdapter,
  openTestClock,
  scoreMeans,
} from "./testing/open-test-adapter.ts";
import { stubHfEndpoint } from "./testing/stub-hf-endpoint.ts";
import { stubJudge } from "./testing/stub-judge.ts";
import { stubOpenrlhf } from "./testing/stub-openrlhf.ts";
import { stubReward1 } from "./testing/stub-reward1.ts";
import { stubSglang } from "./testing/stub-sglang.ts";
import { stubTei } from "./testing/stub-tei.ts";
import { stubVllm } from "./testing/stub-vllm.ts";

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** Every kind of one server, with the stub that speaks its dialect and the path that scores. */
const kinds = [
  { kind: "reward1", stub: stubReward1(), scores: "/v1/rewards" },
  { kind: "vllm_classify", model: "rm", stub: stubVllm(), scores: "/classify" },
  {
    kind: "vllm_classify",
    model: "rm",
    template: { kind: "named", name: "chatml" },
    stub: stubVllm(),
    scores: "/classify",
  },
  { kind: "vllm_pooling", model: "rm", stub: stubVllm(), scores: "/pooling" },
  {
    kind: "vllm_pooling",
    model: "rm",
    task: "token_classify",
    template: { kind: "named", name: "llama3" },
    stub: stubVllm(),
    scores: "/pooling",
  },
  { kind: "tei_predict", stub: stubTei(), scores: "/predict" },
  { kind: "tei_embed", stub: stubTei(), scores: "/embed" },
  { kind: "sglang_classify", stub: stubSglang(), scores: "/classify" },
  { kind: "hf_endpoint", stub: stubHfEndpoint(), scores: "/" },
  { kind: "openrlhf", stub: stubOpenrlhf(), scores: "/get_reward" },
  { kind: "openai_judge", model: "judge", stub: stubJudge(), scores: "/v1/chat/completions" },
] as const;

type Case = (typeof kinds)[number];

function nameOf(one: Case): string {
  const { stub: _, scores: __, ...config } = one;
  return JSON.stringify(config);
}

async function open(
  one: Case,
  limits: object = {},
  options: Parameters<typeof openTestAdapter>[1] = {},
) {
  const { stub, scores: _, ...config } = one;
  const server = await openStubServer(stub);
  const clock = openTestClock();
  const adapter = openTestAdapter({ ...config, url: server.url, limits }, { clock, ...options });
  closing.push(adapter.close, server.close);
  return { server, adapter, clock };
}

/** Answers the scoring path so from now on, and every other as before. */
function breakScoring(server: StubServer, one: Case, reply: StubReply | StubHandler): void {
  server.handle((request) => {
    if (request.path !== one.scores) {
      return one.stub(request);
    }
    return typeof reply === "function" ? reply(request) : reply;
  });
}

async function findFault(promise: Promise<unknown>): Promise<ScoreServiceFault> {
  const error = await promise.then(
    () => null,
    (reason) => reason,
  );
  if (!(error instanceof ScoreServiceFault)) {
    throw new Error("A fault was expected.", { cause: error });
  }
  return error;
}

describe.each(kinds.map((one) => [nameOf(one), one] as const))("%s", (_, one) => {
  test("gives each answer its own reward, in the order asked for, over several batches", async () => {
    const { adapter } = await open(one, { batchItemsMax: 4 });
    const items = makeItems(10);
    const shuffled = [7, 0, 3, 9, 1, 8, 2, 6, 4, 5].flatMap((index) => items[index] ?? []);
    const reply = await adapter.score(shuffled);
    expect(reply.items.map(({ id }) => id)).toEqual(shuffled.map(({ id }) => id));
    const sizes = reply.items.map((item) => {
      if (!item.ok) {
        throw new Error(item.error);
      }
      const { mean, embedding } = item.score;
      return mean ?? (embedding?.[0] ?? 0) / (embedding?.[2] ?? 1);
    });
    // The toy model gives a third of a point for each word.
    const [first = 0] = sizes;
    const words = sizes.map((size) => Math.round((size - first) * 3 + 8));
    expect(words).toEqual([8, 1, 4, 10, 2, 9, 3, 7, 5, 6]);
  });

  test("tells the same version again, and after it is opened again with its fingerprint", async () => {
    const { adapter, server } = await open(one);
    const described = await adapter.describe();
    const reply = await adapter.score(makeItems(2));
    expect(reply.modelVersion).toBe(described.modelVersion);
    expect(reply.scale).toBe(described.scale);
    const { stub: _stub, scores: _scores, ...config } = one;
    const again = openTestAdapter(
      { ...config, url: server.url },
      { fingerprint: JSON.parse(JSON.stringify(described.fingerprint)) },
    );
    closing.push(again.close);
    expect(await again.describe()).toEqual(described);
  });

  test("scores nothing, an empty answer, and one of a megabyte in any script", async () => {
    const { adapter } = await open(one);
    expect((await adapter.score([])).items).toEqual([]);
    const [item] = makeItems(1);
    const answers = ["", "كلمة 猫 🇫🇷 ".repeat(100_000).slice(0, 1_000_000)];
    const reply = await adapter.score(
      answers.map((answer, index) => ({ id: `${index}`, messages: item?.messages ?? [], answer })),
    );
    expect(reply.items.filter(({ ok }) => !ok)).toEqual([]);
  });

  test("refuses two items of one identifier", async () => {
    const { adapter } = await open(one);
    const [item] = makeItems(1);
    await expect(adapter.score(item === undefined ? [] : [item, item])).rejects.toThrow(RangeError);
  });

  test("waits as long as a busy server asks", async () => {
    const { adapter, server, clock } = await open(one);
    await adapter.describe();
    let busy = 2;
    breakScoring(server, one, (request) =>
      busy-- > 0 ? { status: 429, headers: { "retry-after": "3" } } : one.stub(request),
    );
    await adapter.score(makeItems(2));
    expect(clock.pauses).toEqual([3_000, 3_000]);
  });

  test.each<[string, StubReply]>([
    ["what is no JSON", { text: "<html>Bad gateway</html>" }],
    ["nothing", { text: "" }],
    ["null", { json: null }],
    ["an empty object", { json: {} }],
    ["an empty list", { json: [] }],
    ["numbers written as text", { text: JSON.stringify(["1.0", { score: "2", probs: ["3"] }]) }],
  ])("refuses %s in words and stores nothing", async (_, reply) => {
    const { adapter, server } = await open(one);
    await adapter.describe();
    breakScoring(server, one, reply);
    const fault = await findFault(adapter.score(makeItems(3)));
    expect(fault.reason).toBe("bad_reply");
    expect(fault.message).toMatch(/^(The|There).*\.$/);
  });

  test("refuses a reply of ten megabytes", async () => {
    const { adapter, server } = await open(one);
    await adapter.describe();
    breakScoring(server, one, "flood");
    expect((await findFault(adapter.score(makeItems(2)))).reason).toBe("too_large");
  });

  test("gives up a server that hangs", async () => {
    const { adapter, server } = await open(one, { timeoutMs: 150 });
    breakScoring(server, one, "hang");
    expect((await findFault(adapter.score(makeItems(2)))).reason).toBe("timed_out");
  });

  test("leaves a server alone that is gone, says since when, and comes back by itself", async () => {
    const { adapter, server, clock } = await open(one);
    await adapter.describe();
    breakScoring(server, one, { status: 500 });
    for (let time = 0; time < 3; time++) {
      await findFault(adapter.score(makeItems(2)));
    }
    const asked = server.requests.length;
    expect((await findFault(adapter.score(makeItems(2)))).reason).toBe("paused");
    expect((await findFault(adapter.describe())).reason).toBe("paused");
    expect(server.requests.length).toBe(asked);
    const health = adapter.health();
    expect(health).toMatchObject({ state: "open", since: new Date(Date.UTC(2026, 0, 1)) });
    server.handle(one.stub);
    clock.advance(300_001);
    await adapter.score(makeItems(2));
    expect(adapter.health()).toEqual({ state: "closed" });
  });

  test("does not follow a redirect to where machines tell their credentials", async () => {
    const { adapter, server } = await open(one);
    await adapter.describe();
    const location = "http://169.254.169.254/latest/meta-data/iam/security-credentials/";
    breakScoring(server, one, { status: 307, headers: { location } });
    const fault = await findFault(adapter.score(makeItems(2)));
    expect(fault.message).toContain("redirects elsewhere");
  });

  test("does not repeat the token in what it says", async () => {
    const { adapter, server } = await open(one, {}, { tokens: ["hf_s3cret"] });
    await adapter.describe();
    breakScoring(server, one, (request) => ({
      status: 401,
      json: { error: { message: `Not known: ${request.headers.authorization} or hf_s3cret` } },
    }));
    const fault = await findFault(adapter.score(makeItems(2)));
    expect(fault.message).toContain("refused the token");
    expect(fault.message).not.toContain("hf_s3cret");
  });

  test("stops when its caller gives up", async () => {
    const { adapter, server } = await open(one);
    await adapter.describe();
    breakScoring(server, one, "hang");
    const stop = new AbortController();
    const asked = adapter.score(makeItems(3), stop.signal);
    stop.abort(new Error("enough"));
    await expect(asked).rejects.toThrow("enough");
    expect(adapter.health()).toEqual({ state: "closed" });
  });

  test("whatever JSON comes back, it is refused or it is finite numbers for every item", async () => {
    const { adapter, server, clock } = await open(one, { concurrency: 1, attemptsMax: 1 });
    await adapter.describe();
    const number = fc.oneof(fc.double(), fc.constant(null));
    const row = fc.oneof(
      fc.array(number, { maxLength: 2 }),
      fc.record({ score: number, label: fc.string() }),
      fc.record({ index: fc.nat(2), probs: fc.array(number, { maxLength: 2 }) }),
      fc.record({ index: fc.nat(2), mean: number, id: fc.constantFrom("0", "1") }),
      fc.record({ embedding: fc.array(number, { maxLength: 2 }) }),
    );
    const rows = fc.array(fc.oneof(row, fc.array(row, { maxLength: 2 })), { maxLength: 3 });
    const reply = fc.oneof(
      rows,
      fc.record({
        data: rows,
        model_version: fc.constant("1"),
        scale: fc.constant("bt_logit"),
        model: fc.constant("rm"),
      }),
      fc.record({ rewards: fc.array(number, { maxLength: 3 }) }),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(reply, async (json) => {
        clock.advance(300_001);
        breakScoring(server, one, { json });
        const items = makeItems(2);
        const scored = await adapter.score(items).catch((error) => {
          expect(error).toBeInstanceOf(ScoreServiceFault);
          return null;
        });
        for (const item of scored?.items ?? []) {
          const { mean, embedding } = item.ok ? item.score : { mean: 0, embedding: null };
          expect([mean ?? 0, ...(embedding ?? [])].every(Number.isFinite)).toBe(true);
        }
        expect(scored?.items.length ?? 2).toBe(2);
        server.handle(one.stub);
      }),
      { numRuns: 25 },
    );
  });
});

/** Those that answer several texts at once, and how their replies are made shorter. */
describe.each(
  kinds
    .filter(({ kind }) => ["tei_predict", "tei_embed", "sglang_classify"].includes(kind))
    .map((one) => [nameOf(one), one] as const),
)("%s", (_, one) => {
  test("refuses fewer rewards than texts", async () => {
    const { adapter, server } = await open(one);
    await adapter.describe();
    breakScoring(server, one, (request) => {
      const reply = one.stub(request);
      const rows = typeof reply === "object" && Array.isArray(reply.json) ? reply.json : [];
      return { json: rows.slice(1) };
    });
    const fault = await findFault(adapter.score(makeItems(3)));
    expect(fault.message).toBe("The score service answered with 2 rewards for 3 texts.");
  });
});

/** Those whose version is observed: the model is exchanged after the first batch. */
const exchanged: readonly (readonly [Case["kind"], StubHandler])[] = [
  ["vllm_classify", stubVllm({ shift: 2 })],
  ["vllm_pooling", stubVllm({ root: "/models/newer" })],
  ["tei_predict", stubTei({ sha: "def456" })],
  ["tei_embed", stubTei({ sha: "def456" })],
  ["sglang_classify", stubSglang({ weights: "step-200" })],
  ["hf_endpoint", stubHfEndpoint({ shift: 2 })],
  ["openrlhf", stubOpenrlhf({ shift: -3 })],
  ["openai_judge", stubJudge({ served: "judge-2026-02-02" })],
  ["reward1", stubReward1({ version: "sha256:2" })],
];

test.each(exchanged)(
  "%s: a model that is exchanged between two batches spoils the call, and only that",
  async (kind, newer) => {
    const one = kinds.find((candidate) => candidate.kind === kind) ?? kinds[0];
    const { adapter, server } = await open(one, { batchItemsMax: 2, concurrency: 1 });
    const before = await adapter.describe();
    let count = 0;
    server.handle((request) => {
      count += request.path === one.scores ? 1 : 0;
      return count > 1 ? newer(request) : one.stub(request);
    });
    await expect(adapter.score(makeItems(4))).rejects.toThrow(ModelVersionChanged);
    const after = await adapter.score(makeItems(4));
    expect(after.modelVersion).not.toBe(before.modelVersion);
  },
);

test("a server is never asked more at once than is configured", async () => {
  const server = await openStubServer(stubHfEndpoint());
  const limits = { concurrency: 3 };
  const adapter = openTestAdapter({ kind: "hf_endpoint", url: server.url, limits });
  closing.push(adapter.close, server.close);
  await adapter.describe();
  const before = server.requests.length;
  server.handle(() => "hang");
  const stop = new AbortController();
  const asked = adapter.score(makeItems(30), stop.signal);
  await vi.waitFor(() => expect(server.requests.length).toBe(before + 3));
  stop.abort(new Error("enough"));
  await expect(asked).rejects.toThrow("enough");
  expect(server.requests.length).toBe(before + 3);
});

test("a list of addresses that cannot be read is said when the adapter is opened", () => {
  const config = openrlhfConfig.parse({ kind: "openrlhf", url: "https://a.example" });
  expect(() => openScoreAdapter(config, { allow: ["10.0.0.0/99"] })).toThrow("10.0.0.0/99");
});

test("a model that is rolled back has its old version again", async () => {
  const server = await openStubServer(stubOpenrlhf());
  const adapter = openTestAdapter({ kind: "openrlhf", url: server.url });
  closing.push(adapter.close, server.close);
  const old = await adapter.describe();
  server.handle(stubOpenrlhf({ shift: 1 }));
  const newer = await adapter.describe();
  server.handle(stubOpenrlhf({ shift: 0.001 }));
  expect(newer.modelVersion).not.toBe(old.modelVersion);
  expect(await adapter.describe()).toEqual(old);
});

test("another task of vLLM is another version, whatever it gives the fixed texts", async () => {
  const server = await openStubServer(stubVllm());
  const versionOf = async (task: string) => {
    const template = { kind: "named", name: "llama3" };
    const config = { kind: "vllm_pooling", url: server.url, model: "rm", task, template };
    const adapter = openTestAdapter(config);
    closing.push(adapter.close);
    return (await adapter.describe()).modelVersion;
  };
  closing.push(server.close);
  expect(await versionOf("token_classify")).not.toBe(await versionOf("classify"));
});

test("a server that describes itself and fails at its work is left alone all the same", async () => {
  const server = await openStubServer((request) =>
    request.path === "/info" ? stubTei()(request) : { status: 500 },
  );
  const adapter = openTestAdapter({ kind: "tei_predict", url: server.url });
  closing.push(adapter.close, server.close);
  for (let time = 0; time < 3; time++) {
    await findFault(adapter.describe());
  }
  expect(adapter.health()).toMatchObject({
    state: "open",
    reason: "The score service failed (500).",
  });
});

test("the noise of half precision makes no new version", async () => {
  const server = await openStubServer(stubOpenrlhf());
  const adapter = openTestAdapter({ kind: "openrlhf", url: server.url });
  closing.push(adapter.close, server.close);
  const { modelVersion } = await adapter.describe();
  server.handle(stubOpenrlhf({ shift: 0.008 }));
  expect((await adapter.score(makeItems(2))).modelVersion).toBe(modelVersion);
});

test.each<[string, [known: readonly number[], now: readonly number[]], boolean]>([
  [
    "a saturated sigmoid that is reversed",
    [
      [0.995, 0.985, 0.99],
      [0.985, 0.995, 0.99],
    ],
    false,
  ],
  [
    "small rewards that are reversed",
    [
      [0.012, 0.004, 0.008],
      [0.004, 0.012, 0.008],
    ],
    false,
  ],
  [
    "two texts that change places",
    [
      [2, 1.98, 9],
      [1.98, 2, 9],
    ],
    true,
  ],
  [
    "two texts that change places by more than noise",
    [
      [0.1, 0.09, 1],
      [0.09, 0.1, 1],
    ],
    false,
  ],
  [
    "half precision at ten",
    [
      [10, 4, -3],
      [10.0625, 4, -3],
    ],
    true,
  ],
  [
    "half precision in a sigmoid",
    [
      [0.995, 0.5, 0.1],
      [0.9955, 0.502, 0.1],
    ],
    true,
  ],
  [
    "a saturated sigmoid that moved",
    [
      [0.995, 0.985, 0.99],
      [0.98, 0.97, 0.975],
    ],
    false,
  ],
  [
    "rewards that moved",
    [
      [2, 1, 3],
      [2.2, 1.2, 3.2],
    ],
    false,
  ],
])("%s: %j are one version: %s", (_, [known, now], isSame) => {
  expect(isSameFingerprint(known, now)).toBe(isSame);
});

test("a version depends on what the rewards depend on, and on nothing else", async () => {
  const server = await openStubServer(stubOpenrlhf());
  closing.push(server.close);
  async function versionOf(config: object): Promise<string> {
    const adapter = openTestAdapter({ kind: "openrlhf", url: server.url, ...config });
    closing.push(adapter.close);
    return (await adapter.describe()).modelVersion;
  }
  const plain = await versionOf({});
  expect(await versionOf({ limits: { concurrency: 7 }, scale: "arbitrary" })).toBe(plain);
  expect(await versionOf({ template: { kind: "named", name: "llama3" } })).not.toBe(plain);
});

test("what every item is refused for is said once, not once for each", async () => {
  const server = await openStubServer(() => ({ status: 422, json: { error: "bad template" } }));
  const adapter = openTestAdapter({ kind: "openrlhf", url: server.url });
  closing.push(adapter.close, server.close);
  const fault = await findFault(adapter.describe());
  expect(fault.message).toContain("bad template");
  expect(await scoreMeans(adapter, []).catch(() => "fault")).toBe("fault");
  expect(server.requests.length).toBeLessThan(20);
});
