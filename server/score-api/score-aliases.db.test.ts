import { expect, test } from "vitest";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { classifyResponse, getRewardResponse } from "#server/contracts/reward-aliases.ts";
import { rewardErrorEnvelope, rewardsResponse } from "#server/contracts/reward-protocol.ts";
import { insertTaughtProject } from "./fixtures/insert-taught-project.ts";
import { startScoreService } from "./fixtures/start-score-service.ts";

const { db, url } = await openTestDatabase();
const { slug } = await insertTaughtProject(db, 1);
const service = await startScoreService({ DATABASE_URL: url });

const prompt = "<|im_start|>user\nHow do I plan a trip?<|im_end|>\n<|im_start|>assistant\n";
const answers = [
  "Here is a clear plan:\n\n1. Begin early.\n2. Check **twice**.",
  "I am not sure, perhaps it depends. Sorry.",
];
const queries = answers.map((answer) => `${prompt}${answer}<|im_end|>\n`);

/** What reward/1 says of the same conversations. */
async function means(): Promise<(number | null)[]> {
  const input = answers.map((content) => ({
    messages: [
      { role: "user", content: "How do I plan a trip?" },
      { role: "assistant", content },
    ],
  }));
  const response = await service.post("/v1/rewards", { model: slug, input });
  return rewardsResponse.parse(await response.json()).data.map(({ mean }) => mean);
}

async function faultOf(response: Response) {
  return { status: response.status, ...rewardErrorEnvelope.parse(await response.json()).error };
}

test("OpenRLHF gets the rewards of whole texts, with and without prompts", async () => {
  const expected = await means();
  for (const extra of [{}, { prompts: [prompt, prompt], labels: ["a", "b"] }]) {
    const response = await service.post("/get_reward", { query: queries, ...extra });
    expect(response.status).toBe(200);
    const answer = getRewardResponse.parse(await response.json());
    expect(answer.rewards).toEqual(expected);
    expect(answer.scores).toEqual(expected);
    expect(answer.extra_logs.reward_std).toHaveLength(2);
  }
  const single = await service.post("/get_reward", { query: queries[0], prompts: prompt });
  expect(getRewardResponse.parse(await single.json()).rewards).toEqual(expected.slice(0, 1));
});

test("a vLLM client gets raw logits, of texts and of a conversation", async () => {
  const expected = await means();
  const texts = await service.post("/classify", {
    model: slug,
    input: queries,
    use_activation: false,
  });
  const answer = classifyResponse.parse(await texts.json());
  expect(answer.data.map(({ probs }) => probs[0])).toEqual(expected);
  expect(answer.data.map(({ index }) => index)).toEqual([0, 1]);
  expect(answer.usage.prompt_tokens).toBeGreaterThan(20);
  const messages = [
    { role: "user", content: "How do I plan a trip?" },
    { role: "assistant", content: answers[1] },
  ];
  const one = await service.post("/classify", { model: slug, messages });
  expect(classifyResponse.parse(await one.json()).data[0].probs).toEqual(expected.slice(1));
});

test("a caller that can name no model in its body names it in the address", async () => {
  await insertTaughtProject(db, 1);
  const unnamed = await service.post("/get_reward", { query: queries });
  expect(await faultOf(unnamed)).toMatchObject({ status: 400, type: "model_required" });
  const named = await service.post(`/get_reward?model=${slug}`, { query: queries });
  expect(getRewardResponse.parse(await named.json()).rewards).toEqual(await means());
});

test.each([
  ["/get_reward", { query: [] }, { status: 422, param: "query" }],
  ["/get_reward", { query: [1] }, { status: 422, param: "query" }],
  ["/get_reward", { query: ["a", "b"], prompts: ["a"] }, { status: 422, param: "prompts" }],
  ["/get_reward", { query: Array(513).fill("a") }, { status: 413, param: "query" }],
  ["/classify", {}, { status: 422, param: "input" }],
  ["/classify", { input: "a", messages: [{}] }, { status: 422, param: "input" }],
  ["/classify", { messages: [{ role: "user", content: "a" }] }, { status: 422, param: "messages" }],
  ["/classify", { input: Array(513).fill("a") }, { status: 413, param: "input" }],
  ["/classify", { input: "a", model: "nobody" }, { status: 404, param: "model" }],
])("%s refuses %j with %j", async (route, body, expected) => {
  const fault = await faultOf(await service.post(`${route}?model=${slug}`, body));
  expect(fault.status).toBe(expected.status);
  expect(fault.param).toContain(expected.param);
});
