import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { findRewardModelState } from "#db/queries/served-models.ts";
import { completions } from "#db/schema/completions.ts";
import { projects } from "#db/schema/projects.ts";
import { prompts } from "#db/schema/prompts.ts";
import { rewardModels } from "#db/schema/reward-models.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { decodeEmbedding } from "#server/contracts/embedding-codec.ts";
import {
  modelList,
  type Reward,
  type RewardMessage,
  type RewardsRequest,
  rewardErrorEnvelope,
  rewardsResponse,
} from "#server/contracts/reward-protocol.ts";
import type { AskOutside } from "#server/services/ask-outside.ts";
import { openEmbeddedScoreService } from "#server/services/embedded-score-service.ts";
import { openRewardModel } from "#server/services/open-reward-model.ts";
import { openServedModels } from "#server/services/open-served-models.ts";
import { scoreConversations } from "#server/services/score-conversations.ts";
import { insertTaughtProject } from "./fixtures/insert-taught-project.ts";
import { startScoreService } from "./fixtures/start-score-service.ts";

const { db, url } = await openTestDatabase();
const { projectId, slug } = await insertTaughtProject(db, 2);
const service = await startScoreService({ DATABASE_URL: url });

const question: RewardMessage = { role: "user", content: "How do I plan a trip?" };

function ask(content: string, id?: string) {
  return { id, messages: [question, { role: "assistant" as const, content }] };
}

const plan = ask("Here is a clear plan:\n\n1. Begin early.\n2. Check **twice**.", "plan");
const excuse = ask("I am not sure, perhaps it depends. Sorry.", "excuse");

async function reward(request: Partial<RewardsRequest> | Record<string, unknown>) {
  const response = await service.post("/v1/rewards", { model: slug, ...request });
  expect(response.status).toBe(200);
  return rewardsResponse.parse(await response.json());
}

/** None of these models reads anything but text. */
const noOutside: AskOutside = async () => {
  throw new Error("nobody outside is to be asked");
};

/** Everything but where it stood in its batch. */
function withoutIndex({ index: _, ...rest }: Reward) {
  return rest;
}

describe("batches", () => {
  test("keep their order, echo their ids, and count their tokens", async () => {
    const input = Array.from({ length: 150 }, (_, n) =>
      ask(`Answer ${n}. `.repeat(1 + ((n * 7) % 30)), `item-${n}`),
    );
    const answer = await reward({ input });
    expect(answer.data.map(({ index }) => index)).toEqual([...input.keys()]);
    expect(answer.data.map(({ id }) => id)).toEqual(input.map(({ id }) => id));
    expect(answer.data[1].tokens).toBe(6 + 2 * 8);
    const tokens = answer.data.reduce((sum, one) => sum + (one.tokens ?? 0), 0);
    expect(answer.usage).toEqual({ prompt_tokens: tokens, total_tokens: tokens });
  });

  test("give each item the numbers that it has alone, and the same again", async () => {
    const elsewhere = { role: "user" as const, content: "Write a poem about rain." };
    const other = { id: "other", messages: [elsewhere, ...plan.messages.slice(1)] };
    const input = [plan, other, excuse, ask("", "empty"), ask("x".repeat(5000), "long"), plan];
    const request = { input, include: ["members", "embedding"] };
    const batch = await reward(request);
    expect(await reward(request)).toEqual(batch);
    for (const [index, item] of input.entries()) {
      const alone = await reward({ ...request, input: [item] });
      expect(withoutIndex(alone.data[0])).toEqual(withoutIndex(batch.data[index]));
    }
  });

  test("with a bad item keep the rewards of the good ones", async () => {
    const input = [
      plan,
      { id: "no messages" },
      { id: "nobody answered", messages: [question] },
      { id: "strange role", messages: [{ role: "king", content: "a" }] },
      { id: 7, messages: plan.messages },
      null,
      { id: "no text", messages: [question, { role: "assistant", content: 5 }] },
      { id: "endless", messages: Array(1025).fill({ role: "assistant", content: "a" }) },
      excuse,
    ];
    const { data } = await reward({ input });
    const alone = await reward({ input: [plan, excuse] });
    expect(data.map(({ id }) => id)).toEqual([
      ...["plan", "no messages", "nobody answered", "strange role", null, null, "no text"],
      ...["endless", "excuse"],
    ]);
    expect([data[0], data[8]].map(withoutIndex)).toEqual(alone.data.map(withoutIndex));
    expect(data.slice(1, 8).map(({ error }) => error?.param)).toEqual([
      ...["input[1].messages", "input[2].messages", "input[3].messages[0].role", "input[4].id"],
      ...["input[5]", "input[6].messages[1].content", "input[7].messages"],
    ]);
    for (const { mean, error } of data.slice(1, 8)) {
      expect(mean).toBeNull();
      expect(error).toMatchObject({ retryable: false, message: expect.stringMatching(/\w/) });
    }
    expect(data[2].error?.message).toMatch(/last message must be the assistant's/);
  });
});

describe("numbers", () => {
  test("are those of the model in process, for texts that come back from the database", async () => {
    const stored = await db
      .select({ id: completions.id, text: completions.text, messages: prompts.messages })
      .from(completions)
      .innerJoin(prompts, eq(prompts.id, completions.promptId))
      .where(eq(prompts.projectId, projectId));
    const state = await findRewardModelState(db, { projectId, version: 2 });
    if (state === null) throw new Error("the model is gone");
    const inProcess = openEmbeddedScoreService(
      db,
      openRewardModel({ version: 2, state, basis: null }),
    );
    const scored = await inProcess.score(stored.map(({ id }) => id));
    const { data } = await reward({
      input: stored.map(({ text, messages }) => ({
        messages: [...messages, { role: "assistant", content: text }],
      })),
    });
    expect(stored.length).toBeGreaterThan(100);
    expect(data.map(({ mean }) => mean)).toEqual([...scored.means]);
    for (const [row, { std }] of data.entries()) {
      const point = scored.coordinates.subarray(row * scored.width, (row + 1) * scored.width);
      expect(std).toBeCloseTo(Math.hypot(...point), 10);
    }
  });

  test("prefer what the annotators preferred", async () => {
    const { data, scale } = await reward({ input: [plan, excuse] });
    expect(scale).toBe("bt_logit");
    expect(Number(data[0].mean) - Number(data[1].mean)).toBeGreaterThan(1);
  });

  test("come with members around the mean only when they are asked for", async () => {
    const plain = await reward({ input: [plan] });
    expect(plain.data[0]).toMatchObject({ members: null, embedding: null });
    const { data } = await reward({ input: [plan, excuse], include: ["members"] });
    for (const { mean, members, std } of data) {
      const values = members ?? [];
      expect(values).toHaveLength(64);
      const average = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(average).toBeCloseTo(Number(mean), 9);
      const spread = Math.sqrt(
        values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length,
      );
      expect(spread / Number(std)).toBeGreaterThan(0.6);
      expect(spread / Number(std)).toBeLessThan(1.6);
    }
  });

  test("of embeddings are the same in every format, and as wide as the model says", async () => {
    const of = async (embedding?: { dtype?: string; encoding?: string }) => {
      const { data } = await reward({ input: [plan], include: ["embedding"], embedding });
      return data[0].embedding ?? "";
    };
    const plain = await of();
    const exact = decodeEmbedding(plain, "float32");
    const models = modelList.parse(await (await service.get("/v1/models")).json());
    expect(Array.isArray(plain)).toBe(true);
    expect(exact).toHaveLength(models.data[0].embedding_dim);
    expect(exact.some((value) => value !== 0)).toBe(true);
    expect(decodeEmbedding(await of({ encoding: "base64" }), "float32")).toEqual(exact);
    const half = decodeEmbedding(await of({ dtype: "float16", encoding: "base64" }), "float16");
    for (const [at, value] of half.entries()) expect(value).toBeCloseTo(exact[at], 2);
    expect(decodeEmbedding(await of({ dtype: "float16", encoding: "array" }), "float16")).toEqual(
      half,
    );
  });
});

describe("models", () => {
  const versionOf = async (model: string) => (await reward({ model, input: [plan] })).model_version;

  test("are the projects by slug, with the version that answers", async () => {
    const { data } = modelList.parse(await (await service.get("/v1/models")).json());
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({
      id: slug,
      kind: "reward",
      scale: "bt_logit",
      uncertainty: "laplace",
      n_members: 64,
      max_batch: 512,
      trained_on: { dataset: slug },
    });
    expect(data[0].version).toBe(await versionOf(slug));
  });

  test("of another version differ, and are named by the content of their weights", async () => {
    const stored = await db
      .select({ version: rewardModels.version, hash: rewardModels.contentHash })
      .from(rewardModels)
      .where(eq(rewardModels.projectId, projectId));
    expect(stored).toHaveLength(2);
    for (const { version, hash } of stored) {
      expect(await versionOf(`${slug}@${version}`)).toBe(`sha256:${hash}`);
    }
    const older = await reward({ model: `${slug}@1`, input: [plan] });
    const newer = await reward({ model: `${slug}@2`, input: [plan] });
    expect(older.data[0].mean).not.toBe(newer.data[0].mean);
  });

  test("that are pinned answer from the next request on, and unpinned follow the newest", async () => {
    const pin = (liveModelVersion: number | null) =>
      db.update(projects).set({ liveModelVersion }).where(eq(projects.id, projectId));
    const [first, second] = [await versionOf(`${slug}@1`), await versionOf(`${slug}@2`)];
    expect(await versionOf(slug)).toBe(second);
    await pin(1);
    expect(await versionOf(slug)).toBe(first);
    const { data } = modelList.parse(await (await service.get("/v1/models")).json());
    expect(data[0].version).toBe(first);
    await pin(null);
    expect(await versionOf(slug)).toBe(second);
  });

  test("that learned on top of an outside service that is gone are not served", async () => {
    const other = await insertTaughtProject(db, 1);
    const basis = {
      serviceId: "5f0e0c4e-5b7c-4f0e-9d8a-0d5b0f6f3a11",
      serviceModelVersion: "v1",
      hasScore: true,
      embeddingWidth: 0,
    };
    const isOther = eq(rewardModels.projectId, other.projectId);
    await db.update(rewardModels).set({ basis }).where(isOther);
    const response = await service.post("/v1/rewards", { model: other.slug, input: [plan] });
    expect(response.status).toBe(422);
    const { error } = rewardErrorEnvelope.parse(await response.json());
    expect(error).toMatchObject({ type: "model_not_servable", retryable: false });
    const { data } = modelList.parse(await (await service.get("/v1/models")).json());
    expect(data.map(({ id }) => id)).toEqual([slug]);
    await db.update(rewardModels).set({ basis: null }).where(isOther);
    const again = await service.post("/v1/rewards", { model: other.slug, input: [plan] });
    expect(again.status).toBe(200);
    await db.delete(projects).where(eq(projects.id, other.projectId));
    const gone = await service.post("/v1/rewards", { model: other.slug, input: [plan] });
    expect(gone.status).toBe(404);
  });
});

test("scoring ends with the slice in which its caller has gone", async () => {
  const model = await openServedModels(db, noOutside).find(slug);
  const options = { hasMembers: false, embedding: null, truncate: undefined };
  const items = Array.from({ length: 200 }, () => plan);
  const gone = scoreConversations(model, items, { ...options, signal: AbortSignal.abort() });
  await expect(gone).rejects.toThrow(/abort/);
  const { signal } = new AbortController();
  expect(await scoreConversations(model, items, { ...options, signal })).toHaveLength(200);
});

test("scoring lets other work run between its slices", async () => {
  const model = await openServedModels(db, noOutside).find(slug);
  const { signal } = new AbortController();
  const options = { hasMembers: false, embedding: null, truncate: undefined, signal };
  let turns = 0;
  const counting = setInterval(() => {
    turns += 1;
  }, 0);
  await scoreConversations(model, Array(400).fill(plan), options);
  clearInterval(counting);
  expect(turns).toBeGreaterThan(2);
});

describe("texts", () => {
  const hostile: Readonly<Record<string, string>> = {
    nothing: "",
    "a megabyte of words": "word and other words. ".repeat(48_000),
    "a megabyte of ideographs": "漢".repeat(350_000),
    "a megabyte of white space": " \n".repeat(500_000),
    "a megabyte of one letter": "a".repeat(1_000_000),
    "open brackets": "[](".repeat(300_000),
    "pipes and fences": "|```\n".repeat(200_000),
    "bidi controls": "\u202e\u2066abc\u2069\u202c",
    "lone surrogates": "\ud800a\udc00\udc00",
    "null bytes": "a\u0000b",
    "combining marks": `e${"\u0301".repeat(10_000)}`,
    Arabic: "هذا جواب واضح وقصير.",
    Devanagari: "यह एक स्पष्ट उत्तर है।",
    emoji: "👩‍👩‍👧‍👦".repeat(1000),
    "a script": "<script>alert(1)</script>",
    "a prototype": '{"__proto__":{"polluted":true}}',
  };

  test.each(Object.entries(hostile))("%s: a finite number within bounded time", async (_, text) => {
    const startedAt = performance.now();
    const { data } = await reward({ input: [ask(text, text.slice(0, 20))] });
    expect(performance.now() - startedAt).toBeLessThan(5000);
    expect(data[0].error).toBeNull();
    expect(Number.isFinite(data[0].mean)).toBe(true);
    expect(data[0].id).toBe(text.slice(0, 20));
  });

  test("as long prompts are scored, too, and so is an answer to nothing", async () => {
    const texts = Object.values(hostile).filter((text) => text.length < 400_000);
    for (const content of texts) {
      const messages = [
        { role: "user", content },
        { role: "assistant", content: "Yes." },
      ];
      const { data } = await reward({ input: [{ messages }, { messages: messages.slice(1) }] });
      for (const { mean } of data) expect(Number.isFinite(mean)).toBe(true);
    }
  });

  test("that are too long are read from the end that was asked for, or not at all", async () => {
    const start = "Here is a clear plan:\n\n1. Begin early.\n2. **Check**.\n".repeat(2500);
    const end = "i am not sure perhaps sorry ".repeat(5000);
    const input = [ask(start + end)];
    const [plain, left, right] = await Promise.all([
      reward({ input }),
      reward({ input, truncate: "left" }),
      reward({ input, truncate: "right" }),
    ]);
    const last = await reward({ input: [ask(end.slice(-131_072))], truncate: "left" });
    expect(right.data).toEqual(plain.data);
    expect(left.data[0]).toMatchObject({ truncated: true, mean: last.data[0].mean });
    expect(Number(right.data[0].mean)).toBeGreaterThan(Number(left.data[0].mean));
    const none = await reward({ input: [...input, plan], truncate: "none" });
    expect(none.data[0].error).toMatchObject({
      type: "too_long",
      param: "input[0].messages[1].content",
    });
    expect(none.data[1]).toMatchObject({ truncated: false, error: null });
  });

  test("that are slow to score keep nobody else waiting for long", async () => {
    const slow = Array.from({ length: 30 }, () => ask("漢字かな交じり文。".repeat(15_000)));
    const scoring = service.post("/v1/rewards", { model: slug, input: slow });
    let isDone = false;
    const done = scoring.then(() => {
      isDone = true;
    });
    const waits: number[] = [];
    while (!isDone) {
      const startedAt = performance.now();
      await service.get("/health");
      waits.push(performance.now() - startedAt);
    }
    await done;
    expect((await scoring).status).toBe(200);
    expect(waits.length).toBeGreaterThan(5);
    expect(Math.max(...waits)).toBeLessThan(2000);
  });
});
