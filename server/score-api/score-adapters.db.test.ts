import { expect, test } from "vitest";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { openScoreAdapter } from "#server/adapters/score-services/open-score-adapter.ts";
import { probeScoreService } from "#server/adapters/score-services/probe-score-service.ts";
import { scoreServiceConfig } from "#server/contracts/score-service.ts";
import { insertTaughtProject } from "./fixtures/insert-taught-project.ts";
import { startScoreService } from "./fixtures/start-score-service.ts";

const { db, url } = await openTestDatabase();
const { slug } = await insertTaughtProject(db, 1);
const token = "a2b48f0d917c5e36b1";
const service = await startScoreService({ DATABASE_URL: url, SCORE_SERVICE_TOKEN: token });

const items = ["4", "Here is a plan:\n\n1. Add.\n2. Check.", "", "I am not sure. Sorry."].map(
  (answer, index) => ({
    id: `answer-${index}`,
    messages: [{ role: "user" as const, content: "How much is 2+2?" }],
    answer,
  }),
);

function open(config: object) {
  const parsed = scoreServiceConfig.parse({ url: service.url, ...config });
  return openScoreAdapter(parsed, { allow: ["127.0.0.1"], tokens: [token] });
}

async function meansOf(config: object): Promise<(number | null)[]> {
  const adapter = open(config);
  try {
    const reply = await adapter.score(items);
    return reply.items.map((item) => (item.ok ? item.score.mean : null));
  } finally {
    await adapter.close();
  }
}

test("the adapter of reward/1 understands the score service, members and embedding included", async () => {
  const adapter = open({ kind: "reward1", model: slug, wantsEmbedding: true });
  const described = await adapter.describe();
  const reply = await adapter.score(items);
  await adapter.close();
  expect(described).toMatchObject({ model: slug, scale: "bt_logit" });
  expect(reply.modelVersion).toBe(described.modelVersion);
  for (const item of reply.items) {
    if (!item.ok) throw new Error(item.error);
    expect(item.score.members).toHaveLength(64);
    expect(item.score.embedding?.length).toBeGreaterThan(100);
    expect(item.score.std).toBeGreaterThan(0);
  }
});

test("the probe finds nothing wrong with it", async () => {
  const adapter = open({ kind: "reward1", model: slug });
  const found = await probeScoreService(adapter);
  await adapter.close();
  expect(found).toMatchObject({
    ok: true,
    findings: [],
    gives: { mean: true, std: true, members: 64 },
  });
});

test("the adapters of OpenRLHF and vLLM get the same rewards through the aliases", async () => {
  const expected = await meansOf({ kind: "reward1", model: slug });
  expect(expected.every(Number.isFinite)).toBe(true);
  expect(await meansOf({ kind: "vllm_classify", model: slug })).toEqual(expected);
  expect(await meansOf({ kind: "openrlhf" })).toEqual(expected);
});
