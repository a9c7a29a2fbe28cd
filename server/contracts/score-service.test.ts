import { describe, expect, test } from "vitest";
import { listServers, scoreServiceConfig } from "./score-service.ts";

function refusalOf(config: object): string | undefined {
  return scoreServiceConfig.safeParse(config).error?.issues[0]?.message;
}

describe("the URL of a score service", () => {
  test.each([
    ["rewards.example.org", "Enter a URL such as"],
    ["", "Enter a URL such as"],
    ["file:///etc/passwd", "must start with http:// or https://"],
    ["gopher://a.example", "must start with http:// or https://"],
    ["https://me:secret@a.example", "Leave the name and password out"],
    ["https://token@a.example", "Leave the name and password out"],
    ["https://a.example/?key=secret", "Leave out everything from ? or #"],
    ["https://a.example/#x", "Leave out everything from ? or #"],
    [`https://a.example/${"x".repeat(2_000)}`, "at most 2,000 characters"],
  ])("%s is refused in words", (url, words) => {
    expect(refusalOf({ kind: "openrlhf", url })).toContain(words);
  });

  test.each(["https://a.example", " http://10.0.0.1:8000/v1 ", "http://[::1]:8000"])(
    "%j is taken, since the environment decides which addresses are asked",
    (url) => {
      expect(scoreServiceConfig.parse({ kind: "openrlhf", url })).toMatchObject({
        url: url.trim(),
      });
    },
  );
});

test("a configuration stays the same when it is stored and parsed again", () => {
  const configs = [
    { kind: "reward1", url: "https://a.example" },
    { kind: "vllm_pooling", url: "https://a.example", model: "rm" },
    {
      kind: "tei_embed",
      url: "https://a.example",
      template: { kind: "custom", turn: "{content}" },
    },
    { kind: "openai_judge", url: "https://a.example", model: "judge", anchor: "" },
    {
      kind: "ensemble",
      members: [
        { kind: "openrlhf", url: "https://a.example" },
        { kind: "hf_endpoint", url: "https://b.example" },
      ],
    },
  ];
  for (const config of configs) {
    const parsed = scoreServiceConfig.parse(config);
    expect(scoreServiceConfig.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
  }
});

describe("an ensemble", () => {
  const member = { kind: "openrlhf", url: "https://a.example" };

  test("has two members at least, none of which is an ensemble or gives embeddings only", () => {
    expect(refusalOf({ kind: "ensemble", members: [member] })).toBeDefined();
    const nested = { kind: "ensemble", members: [member, member] };
    expect(refusalOf({ kind: "ensemble", members: [member, nested] })).toBeDefined();
    const embedder = { kind: "tei_embed", url: "https://a.example" };
    expect(refusalOf({ kind: "ensemble", members: [member, embedder] })).toBeDefined();
  });

  test("lists its servers in the order in which their tokens are given", () => {
    const other = { kind: "openrlhf", url: "https://b.example" };
    const config = scoreServiceConfig.parse({ kind: "ensemble", members: [other, member] });
    expect(listServers(config).map(({ url }) => url)).toEqual([
      "https://b.example",
      "https://a.example",
    ]);
    expect(listServers(scoreServiceConfig.parse(member))).toHaveLength(1);
  });
});

test.each([
  { timeoutMs: 0 },
  { timeoutMs: 3_600_000 },
  { responseBytesMax: 1e12 },
  { batchItemsMax: 0 },
  { concurrency: 1_000 },
  { attemptsMax: Number.NaN },
])("limits have bounds: %j", (limits) => {
  expect(refusalOf({ kind: "openrlhf", url: "https://a.example", limits })).toBeDefined();
});
