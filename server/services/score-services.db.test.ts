import path from "node:path";
import { and, count, eq, isNotNull, sql } from "drizzle-orm";
import { expect, onTestFinished, test, vi } from "vitest";
import { assignLocalEncoder } from "#db/queries/local-encoder.ts";
import { findScoreService, listAskableServices } from "#db/queries/score-services.ts";
import { auditEvents } from "#db/schema/audit-events.ts";
import { completionScores, completions } from "#db/schema/completions.ts";
import { prompts } from "#db/schema/prompts.ts";
import { scoreServices } from "#db/schema/score-services.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { openLocalEncoder } from "#server/adapters/local-encoder/open-local-encoder.ts";
import type { StubServer } from "#server/adapters/score-services/testing/open-stub-server.ts";
import { stubReward1 } from "#server/adapters/score-services/testing/stub-reward1.ts";
import { logger } from "#server/logger.ts";
import { checkScoreService } from "./check-score-service.ts";
import { describeScoreService } from "./describe-score-service.ts";
import {
  configOf,
  keep as keepIn,
  openStub,
  scoreTools as tools,
} from "./fixtures/outside-service.ts";
import { keepScores } from "./keep-scores.ts";
import { registerScoreService } from "./register-score-service.ts";
import { removeScoreService } from "./remove-score-service.ts";
import type { ScoreTools } from "./score-tools.ts";
import { openTokens, sealTokens } from "./seal-tokens.ts";

const { db } = await openTestDatabase();

const keep = (projectId: string, stop?: AbortSignal) => keepIn(db, projectId, stop);

const echoProgram = path.join(
  import.meta.dirname,
  "../adapters/local-encoder/testing/echo-encoder.mjs",
);

async function beginWith(server: StubServer, plan = { prompts: 40, models: 2 }, extra = {}) {
  const projectId = await insertJudgingProject(db, plan);
  await vary(projectId);
  const actorId = await insertUser(db);
  const input = { config: configOf(server, extra), tokens: ["token-one"] };
  const registered = await registerScoreService(db, { projectId, actorId, input, tools });
  return { projectId, actorId, registered };
}

/** Texts of many lengths, since the toy model counts different words. */
async function vary(projectId: string): Promise<void> {
  await db.execute(sql`update completions c set text = 'x' || (c.id % 5) || (
      select string_agg(' w' || n, '') from generate_series(1, 1 + (c.id % 17)::int) n)
    from prompts p where p.id = c.prompt_id and p.project_id = ${projectId}`);
}

async function countScores(projectId: string, modelVersion?: string): Promise<number> {
  const rows = await db
    .select({ n: count() })
    .from(completionScores)
    .innerJoin(completions, eq(completions.id, completionScores.completionId))
    .innerJoin(prompts, eq(prompts.id, completions.promptId))
    .where(
      and(
        eq(prompts.projectId, projectId),
        modelVersion === undefined ? undefined : eq(completionScores.modelVersion, modelVersion),
      ),
    );
  return rows[0]?.n ?? 0;
}

test("tokens are sealed: they open with the same secret for the same project alone", () => {
  const key = { secret: tools.secret, projectId: "p1" };
  const sealed = sealTokens(["top secret", null], key) ?? "";
  expect(sealed).not.toContain("top secret");
  expect(Buffer.from(sealed, "base64").toString("latin1")).not.toContain("top secret");
  expect(openTokens(sealed, key)).toEqual(["top secret", null]);
  expect(() => openTokens(sealed, { ...key, projectId: "p2" })).toThrow(/Enter the token again/);
  const other = () => "another secret of thirty-two characters";
  expect(() => openTokens(sealed, { ...key, secret: other })).toThrow(/Enter the token again/);
  expect(sealTokens([null], key)).toBeNull();
  expect(sealTokens(["x"], key)).not.toBe(sealTokens(["x"], key));
});

test("a service that passes its probe is registered, and its token never comes back", async () => {
  const { projectId, registered } = await beginWith(await openStub());
  expect(registered.modelVersion).toContain("sha256");
  const status = await describeScoreService(db, projectId);
  expect(status).toMatchObject({ state: "answering", hasToken: true, scored: 0, completions: 80 });
  expect(JSON.stringify(status)).not.toContain("token-one");
  const stored = await db
    .select()
    .from(scoreServices)
    .where(eq(scoreServices.projectId, projectId));
  expect(JSON.stringify(stored)).not.toContain("token-one");
  const events = await db.select().from(auditEvents).where(eq(auditEvents.projectId, projectId));
  expect(events.map(({ action }) => action)).toEqual(["score_service.registered"]);
  expect(JSON.stringify(events)).not.toContain("token-one");
});

test("a service that gives every text the same reward is refused in words, and nothing is stored", async () => {
  const constant = stubReward1();
  const server = await openStub((request) => {
    const reply = constant(request);
    if (request.path !== "/v1/rewards" || typeof reply === "string") return reply;
    return { json: JSON.parse(JSON.stringify(reply.json).replace(/"mean":[-\d.]+/g, '"mean":1')) };
  });
  const projectId = await insertJudgingProject(db, { prompts: 1 });
  const input = { config: configOf(server), tokens: [null] };
  const actorId = await insertUser(db);
  await expect(registerScoreService(db, { projectId, actorId, input, tools })).rejects.toThrow(
    /same/i,
  );
  expect(await findScoreService(db, projectId)).toBeNull();
});

test("stored tokens are kept for the same server and never told to another one", async () => {
  const server = await openStub();
  const { projectId, actorId } = await beginWith(server);
  const again = { config: configOf(server, { wantsEmbedding: true }), tokens: null };
  await registerScoreService(db, { projectId, actorId, input: again, tools });
  expect(server.requests.at(-1)?.headers.authorization).toBe("Bearer token-one");
  const stranger = await openStub();
  const moved = { config: configOf(stranger), tokens: null };
  await expect(
    registerScoreService(db, { projectId, actorId, input: moved, tools }),
  ).rejects.toThrow(/Enter the tokens again/);
  expect(stranger.requests).toHaveLength(0);
});

test("every completion is scored once, and nothing is asked twice", async () => {
  const server = await openStub();
  const { projectId } = await beginWith(server, { prompts: 40, models: 4 });
  expect(await keep(projectId)).toBe(160);
  expect(await countScores(projectId)).toBe(160);
  const asked = server.requests.length;
  expect(await keep(projectId)).toBe(0);
  expect(server.requests).toHaveLength(asked);
  expect(await describeScoreService(db, projectId)).toMatchObject({ scored: 160, faulty: 0 });
});

test("embeddings and members are stored with the score", async () => {
  const server = await openStub();
  const plan = { prompts: 3, models: 2 };
  const { projectId } = await beginWith(server, plan, { wantsEmbedding: true });
  await keep(projectId);
  const rows = await db.select().from(completionScores);
  const own = rows.filter((row) => row.embedding !== null);
  expect(own.length).toBeGreaterThanOrEqual(6);
  expect(own[0]?.members?.byteLength).toBe(12);
  expect(own[0]?.embedding?.byteLength).toBe(12);
});

test("a text that the service cannot score has its reason stored, and a check tries it again", async () => {
  const server = await openStub(stubReward1({ poison: "x3" }));
  const { projectId, actorId } = await beginWith(server);
  await keep(projectId);
  const status = await describeScoreService(db, projectId);
  expect(status?.faulty).toBeGreaterThan(0);
  expect((status?.scored ?? 0) + (status?.faulty ?? 0)).toBe(80);
  const faulty = await db
    .select({ fault: completionScores.fault, mean: completionScores.mean })
    .from(completionScores)
    .where(isNotNull(completionScores.fault));
  expect(faulty[0]).toMatchObject({ fault: expect.stringContaining("poisonous"), mean: null });
  server.handle(stubReward1());
  expect(await checkScoreService(db, { projectId, actorId, tools })).toMatchObject({ ok: true });
  await keep(projectId);
  expect(await describeScoreService(db, projectId)).toMatchObject({ scored: 80, faulty: 0 });
});

test.each([
  ["hangs", () => "hang" as const],
  ["cuts the connection", () => "cut" as const],
  ["sends bytes for ever", () => "flood" as const],
  ["answers with an error", () => ({ status: 500, text: "oh no" })],
  ["answers with something else", () => ({ text: "<html>" })],
])(
  "a service that %s is noted in words with since when, and is left alone for a while",
  async (_, handler) => {
    const server = await openStub();
    const { projectId } = await beginWith(server);
    server.handle(handler);
    expect(await keep(projectId)).toBe(0);
    const status = await describeScoreService(db, projectId);
    expect(status).toMatchObject({ state: "failing", scored: 0 });
    expect(status?.fault?.length).toBeGreaterThan(20);
    expect(status?.failingSince).toBeInstanceOf(Date);
    expect(status?.retryAt?.getTime()).toBeGreaterThan(Date.now());
    const askable = await listAskableServices(db);
    expect(askable.map((service) => service.projectId)).not.toContain(projectId);
    server.handle(stubReward1());
    expect(await keep(projectId)).toBe(80);
    const well = await describeScoreService(db, projectId);
    expect(well).toMatchObject({
      state: "answering",
      fault: null,
      failingSince: null,
      retryAt: null,
    });
  },
);

test("a run of failures keeps its beginning and is asked ever more seldom", async () => {
  const server = await openStub();
  const { projectId } = await beginWith(server);
  server.handle(() => "cut");
  await keep(projectId);
  const first = await findScoreService(db, projectId);
  for (let time = 0; time < 4; time += 1) await keep(projectId);
  const later = await findScoreService(db, projectId);
  expect(later?.failingSince).toEqual(first?.failingSince);
  expect(later?.failures).toBe(5);
  expect(Number(later?.retryAt) - Date.now()).toBeGreaterThan(60_000);
});

test.each([
  ["in the middle of a batch", 3],
  ["between two batches", 1],
])("a version that changes %s leaves nothing under the wrong version", async (_, callsBefore) => {
  const server = await openStub();
  const { projectId, registered } = await beginWith(server, { prompts: 20, models: 2 });
  let calls = 0;
  const old = stubReward1();
  const young = stubReward1({ version: "sha256:2" });
  server.handle((request) => {
    if (request.path === "/v1/rewards") calls += 1;
    return (calls > callsBefore ? young : old)(request);
  });
  await keep(projectId);
  expect(await countScores(projectId, registered.modelVersion ?? "")).toBe(0);
  await keep(projectId);
  const now = await findScoreService(db, projectId);
  expect(now?.modelVersion).not.toBe(registered.modelVersion);
  expect(await countScores(projectId)).toBe(40);
  expect(await countScores(projectId, now?.modelVersion ?? "")).toBe(40);
});

test("a new version starts a new set of scores and the old ones stay", async () => {
  const server = await openStub();
  const { projectId, registered } = await beginWith(server, { prompts: 10, models: 2 });
  await keep(projectId);
  server.handle(stubReward1({ version: "sha256:2" }));
  await db
    .update(scoreServices)
    .set({ answeredAt: new Date(0) })
    .where(eq(scoreServices.projectId, projectId));
  await keep(projectId);
  const now = await findScoreService(db, projectId);
  expect(await countScores(projectId, registered.modelVersion ?? "")).toBe(20);
  expect(await countScores(projectId, now?.modelVersion ?? "")).toBe(20);
  expect(await countScores(projectId)).toBe(40);
});

test("what was asked under a registration that is replaced meanwhile counts for nothing", async () => {
  const server = await openStub();
  const { projectId, actorId } = await beginWith(server, { prompts: 10, models: 2 });
  const service = await findScoreService(db, projectId);
  if (service === null) throw new Error("there is no service");
  const input = { config: configOf(server, { wantsEmbedding: true }), tokens: ["token-two"] };
  const overtaken: ScoreTools = {
    ...tools,
    open(config, options) {
      const adapter = tools.open(config, options);
      return {
        ...adapter,
        async score(items, signal) {
          const reply = await adapter.score(items, signal);
          await registerScoreService(db, { projectId, actorId, input, tools });
          return reply;
        },
      };
    },
  };
  const stop = new AbortController().signal;
  expect(await keepScores(db, { service, tools: overtaken, stop })).toEqual({ stored: 0 });
  expect(await findScoreService(db, projectId)).toMatchObject({
    config: input.config,
    fault: null,
  });
  expect(await countScores(projectId)).toBe(0);
});

test("a worker that is stopped in the middle keeps its whole batches, blames nobody, and another goes on", async () => {
  const server = await openStub();
  const { projectId } = await beginWith(server, { prompts: 200, models: 2 });
  const stop = new AbortController();
  const rewards = stubReward1();
  let calls = 0;
  server.handle((request) => {
    if (request.path === "/v1/rewards") calls += 1;
    if (calls > 25) {
      stop.abort();
      return "hang";
    }
    return rewards(request);
  });
  await keep(projectId, stop.signal);
  const kept = await countScores(projectId);
  expect(kept % 128).toBe(0);
  expect(kept).toBeLessThan(400);
  expect(await describeScoreService(db, projectId)).toMatchObject({ state: "answering" });
  server.handle(rewards);
  await keep(projectId);
  expect(await countScores(projectId)).toBe(400);
});

test("two workers at once store every score once, and neither gets in the other's way", async () => {
  const server = await openStub();
  const failed = vi.spyOn(logger, "error");
  onTestFinished(() => failed.mockRestore());
  const { projectId } = await beginWith(server, { prompts: 60, models: 2 });
  await Promise.all([keep(projectId), keep(projectId)]);
  expect(await countScores(projectId)).toBe(120);
  expect(failed).not.toHaveBeenCalled();
});

test("a removed service leaves no token and no score behind", async () => {
  const server = await openStub();
  const { projectId, actorId } = await beginWith(server);
  await keep(projectId);
  await removeScoreService(db, { projectId, actorId });
  expect(await describeScoreService(db, projectId)).toBeNull();
  expect(await countScores(projectId)).toBe(0);
});

test("the worker's own encoder serves projects without another service, and goes when it is unset", async () => {
  const alone = await insertJudgingProject(db, { prompts: 10, models: 2 });
  const { projectId: served } = await beginWith(await openStub());
  const encoder = openLocalEncoder("echo", echoProgram);
  const withEncoder: ScoreTools = { ...tools, open: () => encoder.adapter };
  try {
    await assignLocalEncoder(db, "echo");
    expect(await assignLocalEncoder(db, "echo")).toBe(0);
    const service = await findScoreService(db, alone);
    if (service === null) throw new Error("there is no service");
    expect(service.config).toEqual({ kind: "local_encoder", model: "echo" });
    expect((await findScoreService(db, served))?.config.kind).toBe("reward1");
    const stop = new AbortController().signal;
    expect(await keepScores(db, { service, tools: withEncoder, stop })).toEqual({ stored: 20 });
    expect(await describeScoreService(db, alone)).toMatchObject({
      modelVersion: "sha256:echo",
      scored: 20,
    });
    await assignLocalEncoder(db, null);
    expect(await findScoreService(db, alone)).toBeNull();
    expect(await findScoreService(db, served)).not.toBeNull();
  } finally {
    encoder.end();
  }
});
