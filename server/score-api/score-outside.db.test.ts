import { asc, eq, sql } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { completions } from "#db/schema/completions.ts";
import { prompts } from "#db/schema/prompts.ts";
import { rewardModels } from "#db/schema/reward-models.ts";
import { scoreServices } from "#db/schema/score-services.ts";
import { insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import type { StubHandler } from "#server/adapters/score-services/testing/open-stub-server.ts";
import { stubReward1 } from "#server/adapters/score-services/testing/stub-reward1.ts";
import {
  modelList,
  type Reward,
  type RewardsRequest,
  rewardErrorEnvelope,
  rewardsResponse,
} from "#server/contracts/reward-protocol.ts";
import {
  configOf,
  keep,
  openStub,
  secret,
  scoreTools as tools,
} from "#server/services/fixtures/outside-service.ts";
import { openRewardModel } from "#server/services/open-reward-model.ts";
import { predictCompletions } from "#server/services/predict-completions.ts";
import { registerScoreService } from "#server/services/register-score-service.ts";
import { trainRewardModel } from "#server/services/train-reward-model.ts";
import { insertTaughtProject } from "./fixtures/insert-taught-project.ts";
import { startScoreService } from "./fixtures/start-score-service.ts";

const { db, url } = await openTestDatabase();
const service = await startScoreService({
  DATABASE_URL: url,
  NEXTAUTH_SECRET: secret,
  SCORE_SERVICE_ALLOW: "127.0.0.1",
});

/** A project whose live version learned on top of a stub, which answers for this test alone. */
async function begin(extra: object = {}, handler: StubHandler = stubReward1()) {
  const { projectId, slug } = await insertTaughtProject(db, 1);
  const server = await openStub(handler);
  const input = { config: configOf(server, extra), tokens: ["a token"] };
  const actorId = await insertUser(db);
  await registerScoreService(db, { projectId, actorId, input, tools });
  await keep(db, projectId);
  await trainRewardModel(db, projectId);
  const [stored] = await db
    .select()
    .from(rewardModels)
    .where(eq(rewardModels.projectId, projectId))
    .orderBy(sql`version desc`);
  expect(stored.basis).not.toBeNull();
  onTestFinished(async () => {
    await db.delete(scoreServices).where(eq(scoreServices.projectId, projectId));
  });
  return { projectId, slug, server, stored };
}

type Taught = Awaited<ReturnType<typeof begin>>;

async function listTexts({ projectId }: Pick<Taught, "projectId">) {
  return await db
    .select({ id: completions.id, text: completions.text, messages: prompts.messages })
    .from(completions)
    .innerJoin(prompts, eq(prompts.id, completions.promptId))
    .where(eq(prompts.projectId, projectId))
    .orderBy(asc(completions.promptId), asc(completions.id))
    .limit(80);
}

function toItems(texts: Awaited<ReturnType<typeof listTexts>>): RewardsRequest["input"] {
  return texts.map(({ id, text, messages }) => ({
    id: String(id),
    messages: [...messages, { role: "assistant", content: text }],
  }));
}

function post({ slug }: Pick<Taught, "slug">, request: object, headers = {}) {
  return service.post("/v1/rewards", { model: slug, ...request }, headers);
}

async function reward(project: Pick<Taught, "slug">, request: object) {
  const response = await post(project, request);
  expect(response.status).toBe(200);
  return rewardsResponse.parse(await response.json()).data;
}

async function faultOf(response: Response) {
  return rewardErrorEnvelope.parse(await response.json()).error;
}

const numbers = ({ mean, std, members, embedding }: Reward) => ({ mean, std, members, embedding });

/** What the members say of a margin. */
function spreadOfMargin(first: Reward, second: Reward): number {
  const margins = first.members?.map((one, k) => one - (second.members?.[k] ?? Number.NaN)) ?? [];
  const mean = margins.reduce((sum, one) => sum + one, 0) / margins.length;
  return margins.reduce((sum, one) => sum + (one - mean) ** 2, 0) / margins.length;
}

/** Of the margin of a completion and the one after it. */
function varianceOf(
  { coordinates, width }: Awaited<ReturnType<typeof predictCompletions>>,
  at: number,
): number {
  const first = coordinates.subarray(at * width, (at + 1) * width);
  const second = coordinates.subarray((at + 1) * width);
  return first.reduce((sum, value, k) => sum + (value - second[k]) ** 2, 0);
}

test.each([
  ["a reward with members", {}],
  ["embeddings, too", { wantsEmbedding: true }],
])("texts get what the project believes of them, on top of %s", async (_, extra) => {
  const project = await begin(extra);
  const texts = await listTexts(project);
  const data = await reward(project, { input: toItems(texts), include: ["members", "embedding"] });
  const ids = texts.map(({ id }) => id);
  const believed = await predictCompletions(db, openRewardModel(project.stored), ids);
  let ratio = 0;
  for (let at = 0; at < ids.length; at += 2) {
    const [one, other] = [data[at], data[at + 1]];
    const margin = believed.means[at] - believed.means[at + 1];
    expect((one.mean ?? 0) - (other.mean ?? 0)).toBeCloseTo(margin, 5);
    ratio += (spreadOfMargin(one, other) / varianceOf(believed, at)) * (2 / ids.length);
  }
  expect(new Set(believed.means).size).toBeGreaterThan(20);
  // The members are 64 draws: each ratio is 1 ± 0.18, and near pairs share their draws.
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(1.5);
  const width = modelList
    .parse(await (await service.get("/v1/models")).json())
    .data.find(({ id }) => id === project.slug)?.embedding_dim;
  expect(data[0].embedding).toHaveLength(width ?? 0);
  const [alone] = await reward(project, {
    input: toItems(texts).slice(7, 8),
    include: ["members", "embedding"],
  });
  expect(numbers(alone)).toEqual(numbers(data[7]));
});

test("a deviation that the service states is doubt of its text alone", async () => {
  const toy = stubReward1();
  const stating =
    (std: number): StubHandler =>
    (request) => {
      const reply = toy(request);
      if (request.path !== "/v1/rewards" || typeof reply === "string") return reply;
      const json = JSON.parse(JSON.stringify(reply.json));
      for (const row of json.data) Object.assign(row, { std, members: null });
      return { json };
    };
  const project = await begin({}, stating(0.1));
  const input = toItems(await listTexts(project)).slice(0, 2);
  const sure = await reward(project, { input, include: ["members"] });
  project.server.handle(stating(2));
  const unsure = await reward(project, { input, include: ["members"] });
  expect(unsure.map(({ mean }) => mean)).toEqual(sure.map(({ mean }) => mean));
  expect(unsure[0].std).toBeGreaterThan((sure[0].std ?? 0) + 0.1);
  expect(spreadOfMargin(unsure[0], unsure[1])).toBeGreaterThan(
    spreadOfMargin(sure[0], sure[1]) + 0.1,
  );
});

test("a text that the service refuses fails alone, and says why", async () => {
  const project = await begin({}, stubReward1({ poison: "arsenic" }));
  const input = ["A plain answer.", "Take arsenic.", "Another plain answer."].map((content) => ({
    messages: [
      { role: "developer", content: "Be brief." },
      { role: "user", content: "What now?" },
      { role: "tool", content: "42" },
      { role: "assistant", content },
    ],
  }));
  const data = await reward(project, { input });
  expect(data.map(({ error }) => error?.type ?? null)).toEqual([
    null,
    "outside_score_missing",
    null,
  ]);
  expect(data[1].error?.message).toContain("poisonous");
  const alias = await service.post(`/get_reward?model=${project.slug}`, {
    query: ["Take arsenic."],
  });
  expect(alias.status).toBe(422);
});

test("while the service is gone the request may be repeated, and is answered once it is back", async () => {
  const project = await begin();
  const input = toItems(await listTexts(project)).slice(0, 3);
  const before = await reward(project, { input });
  project.server.next.push(...Array<"cut">(3).fill("cut"));
  const gone = await post(project, { input });
  expect(gone.status).toBe(503);
  expect(Number(gone.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await faultOf(gone)).toMatchObject({ type: "unavailable", retryable: true });
  project.server.next.length = 0;
  await expect
    .poll(async () => (await post(project, { input })).status, { timeout: 20_000 })
    .toBe(200);
  expect((await reward(project, { input })).map(numbers)).toEqual(before.map(numbers));
});

test("another model behind the service is never mixed in", async () => {
  const project = await begin();
  const input = toItems(await listTexts(project)).slice(0, 3);
  project.server.handle(stubReward1({ version: "sha256:2" }));
  const unseen = await post(project, { input });
  expect(unseen.status).toBe(503);
  expect((await faultOf(unseen)).message).toMatch(/has the model sha256:2 now/);
  const isOwn = eq(scoreServices.projectId, project.projectId);
  await db.update(scoreServices).set({ answeredAt: null }).where(isOwn);
  await keep(db, project.projectId);
  const known = await post(project, { input });
  expect(known.status).toBe(422);
  expect((await faultOf(known)).message).toMatch(/learned on top of sha256:1/);
  await trainRewardModel(db, project.projectId);
  expect((await reward(project, { input }))[0].error).toBeNull();
});

test("a model that asks outside is not to be learned on top of, as the chain could close to a ring", async () => {
  const project = await begin();
  const input = toItems(await listTexts(project)).slice(0, 1);
  const response = await post(project, { input }, { "user-agent": "tiebreak" });
  expect(response.status).toBe(422);
  expect((await faultOf(response)).message).toMatch(/no project may learn on top of it/);
  expect(project.server.requests.at(-1)?.headers["user-agent"]).toBe("tiebreak");
});

test("once the service is removed its models are not listed, and say why", async () => {
  const project = await begin();
  await db.delete(scoreServices).where(eq(scoreServices.projectId, project.projectId));
  const input = toItems(await listTexts(project)).slice(0, 1);
  const response = await post(project, { input });
  expect(response.status).toBe(422);
  expect((await faultOf(response)).message).toMatch(/not registered any more/);
  const { data } = modelList.parse(await (await service.get("/v1/models")).json());
  expect(data.map(({ id }) => id)).not.toContain(project.slug);
});
