import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import path from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { rewardModels } from "#db/schema/reward-models.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import {
  readyAnswer,
  rewardErrorEnvelope,
  rewardsResponse,
} from "#server/contracts/reward-protocol.ts";
import { insertTaughtProject } from "./fixtures/insert-taught-project.ts";
import { type RunningService, startScoreService } from "./fixtures/start-score-service.ts";

const { db, url } = await openTestDatabase();
const { slug } = await insertTaughtProject(db, 1);
const empty = await openTestDatabase();
const token = "a2b48f0d917c5e36b1";
const guarded = await startScoreService({ DATABASE_URL: url, SCORE_SERVICE_TOKEN: token });

const item = {
  messages: [
    { role: "user", content: "2+2?" },
    { role: "assistant", content: "4" },
  ],
};

async function faultOf(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
  return { status: response.status, ...rewardErrorEnvelope.parse(await response.json()).error };
}

async function readinessOf(service: RunningService) {
  const response = await service.get("/ready");
  return { code: response.status, ...readyAnswer.parse(await response.json()) };
}

test("it is up at once, and ready once a project has a fitted model", async () => {
  const service = await startScoreService({ DATABASE_URL: empty.url });
  expect((await service.get("/health")).status).toBe(200);
  expect(await readinessOf(service)).toEqual({
    code: 503,
    status: "not_ready",
    reason: expect.stringMatching(/judge some pairs/),
  });
  await insertTaughtProject(empty.db, 1);
  expect(await readinessOf(service)).toEqual({ code: 200, status: "ready", reason: null });
  await empty.db.update(rewardModels).set({
    basis: { serviceId: randomUUID(), serviceModelVersion: "1", hasScore: true, embeddingWidth: 0 },
  });
  expect(await readinessOf(service)).toEqual({
    code: 503,
    status: "not_ready",
    reason: expect.stringMatching(/learned on top of an outside score service/),
  });
});

describe("a service with a token", () => {
  const basic = (password: string) =>
    `Basic ${Buffer.from(`anybody:${password}`).toString("base64")}`;

  test.each([
    ["no token", {}, 401],
    ["a wrong one", { authorization: "Bearer 0000000000000000" }, 401],
    ["a prefix of it", { authorization: `Bearer ${token.slice(0, -1)}` }, 401],
    ["nothing after Bearer", { authorization: "Bearer " }, 401],
    ["it under another scheme", { authorization: `Digest ${token}` }, 401],
    ["a wrong password", { authorization: basic("wrong") }, 401],
    ["it", { authorization: `Bearer ${token}` }, 200],
    ["it in another spelling of Bearer", { authorization: `bearer ${token}` }, 200],
    ["it as a password", { authorization: basic(token) }, 200],
  ])("given %s answers as it should on every guarded route", async (_, headers, status) => {
    const body = { model: slug, input: [item], query: ["4"] };
    const answers = [
      await guarded.get("/v1/models", headers),
      await guarded.get("/metrics", headers),
      await guarded.post("/v1/rewards", body, headers),
      await guarded.post("/get_reward", body, headers),
      await guarded.post("/classify", { model: slug, input: "4" }, headers),
    ];
    expect(answers.map((answer) => answer.status)).toEqual(Array(5).fill(status));
    if (status === 401) {
      expect(answers[0].headers.get("www-authenticate")).toMatch(/^Bearer/);
      expect(await faultOf(answers[2])).toMatchObject({ type: "unauthorized", retryable: false });
    }
  });

  test("tells probes without one whether it is well", async () => {
    for (const route of ["/health", "/ready", "/openapi.json"]) {
      expect((await guarded.get(route, {})).status).toBe(200);
    }
  });
});

test("without a token it listens on loopback only and answers to no other name", async () => {
  const open = await startScoreService({ DATABASE_URL: url, SCORE_SERVICE_HOST: "0.0.0.0" });
  expect(new URL(open.url).hostname).toBe("127.0.0.1");
  const named = async (host: string) => {
    const asking = request(`${open.url}/v1/models`, { headers: { host } }).end();
    const [answer]: IncomingMessage[] = await once(asking, "response");
    answer.resume();
    return answer.statusCode;
  };
  expect(await named(`localhost:${new URL(open.url).port}`)).toBe(200);
  expect(await named("rebound.example.org")).toBe(421);
});

const refusals = {
  400: { type: "malformed_body", bodies: ["{", ""] },
  404: {
    type: "model_not_found",
    bodies: ["nobody", "nobody@9", "a\u0000'@"].map((model) => ({ model, input: [item] })),
  },
  413: { type: "too_many_items", bodies: [{ model: "a", input: Array(513).fill(item) }] },
  422: {
    type: "invalid_request",
    bodies: [
      "[]",
      { input: [item] },
      { model: "a" },
      { model: "a", input: [] },
      { model: "a", input: [item], include: ["everything"] },
      { model: "a", input: [item], truncate: "middle" },
      { model: "a", input: [item], embedding: { dtype: "float64" } },
    ],
  },
} as const;

test.each(Object.entries(refusals))(
  "a bad request is refused as a whole with %s",
  async (status, { type, bodies }) => {
    for (const body of bodies) {
      const fault = await faultOf(await guarded.post("/v1/rewards", body));
      expect(fault).toMatchObject({ status: Number(status), type, retryable: false });
      expect(fault.message).toMatch(/\w+ \w+/);
    }
  },
);

test.each([
  [{ "content-type": "text/plain" }, 415],
  [{ "content-encoding": "gzip" }, 415],
])("a body with %j is refused with %i", async (headers, status) => {
  const authorization = `Bearer ${token}`;
  const response = await guarded.post("/v1/rewards", "{}", { authorization, ...headers });
  expect(await faultOf(response)).toMatchObject({ status, type: "unsupported_media_type" });
});

test("a body that is too large is refused, and the refusal reaches its sender", async () => {
  const response = await guarded.post("/v1/rewards", `"${"a".repeat(40 * 2 ** 20)}"`);
  expect(await faultOf(response)).toMatchObject({ status: 413, type: "body_too_large" });
});

test("a body that is no UTF-8 is refused", async () => {
  const response = await fetch(`${guarded.url}/v1/rewards`, {
    method: "POST",
    body: Uint8Array.of(0x22, 0xff, 0x22),
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
  });
  expect(await faultOf(response)).toMatchObject({ status: 400, message: "The body is not UTF-8." });
});

test("a body without a declared length is cut off where it becomes too long", async () => {
  const asking = beginRequest(guarded);
  const answered = once(asking, "response");
  const chunk = "a".repeat(2 ** 20);
  for (let megabyte = 0; megabyte < 17; megabyte += 1) asking.write(chunk);
  const [answer]: IncomingMessage[] = await answered;
  expect(answer.statusCode).toBe(413);
  answer.resume();
  asking.destroy();
});

test.each([
  ["GET", "/v1/rewards", 405],
  ["POST", "/v1/models", 405],
  ["DELETE", "/health", 405],
  ["HEAD", "/health", 200],
  ["GET", "/", 404],
  ["GET", "/v1/rewards/", 404],
  ["GET", "/__proto__", 404],
  ["GET", "/constructor", 404],
])("%s %s is answered with %i", async (method, route, status) => {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${guarded.url}${route}`, { method, headers });
  expect(response.status).toBe(status);
  expect(response.headers.has("allow")).toBe(status === 405);
});

/** A POST whose body has only begun, so that it stays inside until it is ended. */
function beginRequest(service: RunningService): ClientRequest {
  const asking = request(`${service.url}/v1/rewards`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
  });
  asking.flushHeaders();
  return asking;
}

async function readMetric(service: RunningService, name: string): Promise<number> {
  const written = await (await service.get("/metrics")).text();
  const line = written.split("\n").find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1));
}

async function waitUntilInside(service: RunningService, wanted: number): Promise<void> {
  while ((await readMetric(service, "tiebreak_score_requests_inside")) !== wanted);
}

test("more requests than it takes are sent away until there is room again", async () => {
  const whole = JSON.stringify({ model: slug, input: [item] });
  const waiting = Array.from({ length: 32 }, () => beginRequest(guarded));
  await waitUntilInside(guarded, 32);
  const refused = await guarded.post("/v1/rewards", whole);
  expect(refused.headers.get("retry-after")).toBe("1");
  expect(await faultOf(refused)).toMatchObject({
    status: 429,
    type: "overloaded",
    retryable: true,
  });
  const answers = waiting.map((asking) => once(asking, "response"));
  for (const asking of waiting) asking.end(whole);
  for (const [answer] of await Promise.all(answers)) {
    expect(answer.statusCode).toBe(200);
    answer.resume();
  }
  expect((await guarded.post("/v1/rewards", whole)).status).toBe(200);
});

test("a caller that hangs up gives its place back", async () => {
  const asking = beginRequest(guarded);
  await waitUntilInside(guarded, 1);
  asking.on("error", () => {}).destroy();
  await waitUntilInside(guarded, 0);
});

test("requests and items are counted by outcome", async () => {
  const names = [
    'tiebreak_score_items_total{outcome="scored"}',
    'tiebreak_score_items_total{outcome="failed"}',
    'tiebreak_score_requests_total{route="/v1/rewards",status="200"}',
    'tiebreak_score_request_seconds_count{route="/v1/rewards"}',
  ];
  const read = () => Promise.all(names.map((name) => readMetric(guarded, name)));
  const before = await read();
  await guarded.post("/v1/rewards", { model: slug, input: [item, {}, item] });
  expect((await read()).map((value, at) => value - before[at])).toEqual([2, 1, 1, 1]);
  const written = await (await guarded.get("/metrics")).text();
  for (const line of written.trimEnd().split("\n")) {
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]*\})? -?[\d.e+-]+)$/);
  }
});

test("without a database it is up but not ready, and says that asking again may help", async () => {
  const lost = new URL(url);
  lost.port = "9";
  const alone = await startScoreService({ DATABASE_URL: lost.href });
  expect((await alone.get("/health")).status).toBe(200);
  expect(await readinessOf(alone)).toMatchObject({
    code: 503,
    reason: expect.stringMatching(/database does not answer/),
  });
  const response = await alone.post("/v1/rewards", { model: "demo", input: [item] });
  expect(response.headers.get("retry-after")).toBe("2");
  expect(await faultOf(response)).toMatchObject({ type: "unavailable", retryable: true });
});

test("asked to stop, it answers what it has let in and ends", async () => {
  const service = await startScoreService({ DATABASE_URL: url, SCORE_SERVICE_TOKEN: token });
  const asking = beginRequest(service);
  await waitUntilInside(service, 1);
  const ended = once(service.process, "exit");
  const answered = once(asking, "response");
  service.process.kill("SIGTERM");
  while (await isAnswering(service));
  asking.end(JSON.stringify({ model: slug, input: [item] }));
  const [answer]: IncomingMessage[] = await answered;
  expect(answer.statusCode).toBe(200);
  expect(rewardsResponse.parse(JSON.parse(await text(answer))).data[0].error).toBeNull();
  expect(await ended).toEqual([0, null]);
});

async function isAnswering(service: RunningService): Promise<boolean> {
  try {
    return (await service.get("/health")).ok;
  } catch {
    // Refused: it no longer listens.
    return false;
  }
}

test("the description that it serves is the one in the documentation", async () => {
  const file = path.join(import.meta.dirname, "../../docs/reward-protocol.openapi.json");
  const served = await (await guarded.get("/openapi.json")).json();
  expect(served).toEqual(JSON.parse(await readFile(file, "utf8")));
});
