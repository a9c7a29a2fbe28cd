import { expect, test } from "vitest";
import {
  remoteServiceConfig,
  type ScoreServiceConfig,
  scoreServiceConfig,
} from "#server/contracts/score-service.ts";
import { hasTokensFor, registrationValues } from "./held-values.ts";
import { kindWords } from "./kind-words.ts";
import { readRegistration } from "./read-registration.ts";
import { blankServer, type ServerValues } from "./server-values.ts";

const url = "https://rewards.example.org";
const server: ServerValues = { ...blankServer, id: "1", url };
const read = (...servers: ServerValues[]) =>
  readRegistration({ servers, whenMissing: "fail", keepsTokens: false });

const kinds = scoreServiceConfig.options
  .map((option) => option.shape.kind.value)
  .filter((kind) => kind !== "ensemble" && kind !== "local_encoder");

test.each(kinds)("a server of the kind %s can be registered from its fields", (kind) => {
  const { registration, errors } = read({ ...server, kind, model: "rm" });
  expect(errors).toBeNull();
  expect(registration?.config.kind).toBe(kind);
  expect(registration?.tokens).toEqual([null]);
});

test("every kind of service has words", () => {
  expect(Object.keys(kindWords).sort()).toEqual([...kinds, "ensemble", "local_encoder"].sort());
});

test("several servers become one ensemble, with a token for each that has one", () => {
  const { registration } = read(server, { ...server, id: "2", token: " secret " });
  expect(registration?.config.kind).toBe("ensemble");
  expect(registration?.tokens).toEqual([null, "secret"]);
});

test.each([
  ["url", { url: "rewards.example.org" }, "Enter a URL"],
  ["url", { url: "ftp://rewards.example.org" }, "must start with http"],
  ["url", { url: "https://ann:pass@rewards.example.org" }, "token has its own field"],
  ["model", { kind: "vllm_classify", model: "" }, "name of the model"],
  ["token", { token: "two words" }, "no spaces"],
  ["templateTurn", { kind: "openrlhf", template: "custom" }, "{content}"],
  ["criterion", { kind: "openai_judge", model: "m", criterion: "x".repeat(4_001) }, "4,000"],
  ["comparisonsPerAnswer", { kind: "openai_judge", comparisonsPerAnswer: "0" }, "1 to 16"],
] as const)("at %s, %j is refused in words", (field, wrong, words) => {
  const { registration, errors } = read({ ...server, ...wrong });
  expect(registration).toBeNull();
  expect(errors?.[0]?.[field]).toContain(words);
});

test.each([
  ["batchItemsMax", "0", "a whole number from 1 to 1,024"],
  ["concurrency", "2.5", "a whole number from 1 to 32"],
  ["timeoutMs", "soon", "a number from 0.1 to 600"],
  ["responseBytesMax", "70000", "a whole number from 1 to 65,536"],
] as const)("the limit %s cannot be %s", (name, text, words) => {
  const limits = { ...blankServer.limits, [name]: text };
  const { errors } = read(server, { ...server, id: "2", limits });
  expect(errors?.[0]).toEqual({});
  expect(errors?.[1]?.[name]).toContain(words);
});

test("an ensemble takes no server that gives embeddings only", () => {
  const { errors } = read(server, { ...server, id: "2", kind: "tei_embed" });
  expect(errors?.[1]?.kind).toContain("embeddings only");
});

const limits = {
  connectTimeoutMs: 2_500,
  timeoutMs: 90_000,
  responseBytesMax: 1_024 * 1_024,
  batchTokensMax: 5_000,
  batchItemsMax: 1,
  concurrency: 4,
  attemptsMax: 2,
};
const roles = { user: "USER", assistant: "system" };
const template = { kind: "custom", start: "<s>\n", turn: "{role}: {content} ", end: "\n", roles };
const unlike = {
  reward1: { model: "toy", wantsEmbedding: true, limits },
  vllm_classify: { model: "m", scale: "probability", template, limits },
  vllm_pooling: { model: "m", task: "token_classify", limits: { concurrency: 7 } },
  tei_predict: { scale: "arbitrary", template: { kind: "named", name: "plain" } },
  tei_embed: { normalize: false, template },
  sglang_classify: { template: { kind: "named", name: "llama3" }, limits },
  hf_endpoint: { limits: { timeoutMs: 300 } },
  openrlhf: { template },
  openai_judge: {
    model: "m",
    criterion: "the shorter one",
    comparisonsPerAnswer: 5,
    anchor: "No.",
  },
} as const;

test.each(Object.entries(unlike))("every setting of a %s stays while it is edited", (kind, own) => {
  const config = remoteServiceConfig.parse({ kind, url, ...own });
  expect(reread(config)).toEqual(config);
});

test("an ensemble keeps its members in their order and what happens when one is gone", () => {
  const members = [
    { kind: "reward1", url, limits },
    { kind: "openrlhf", url: `${url}/two`, template },
  ];
  const config = remoteServiceConfig.parse({ kind: "ensemble", members, whenMissing: "degrade" });
  expect(reread(config)).toEqual(config);
});

test("stored tokens are kept for the addresses that they were given for, and no others", () => {
  const held = { config: remoteServiceConfig.parse({ kind: "reward1", url }), hasToken: true };
  const values = registrationValues(held);
  expect(hasTokensFor(held, values.servers)).toBe(true);
  expect(readRegistration(values).registration?.tokens).toBeNull();
  expect(hasTokensFor(held, [{ ...server, url: "https://elsewhere.example.org" }])).toBe(false);
});

function reread(config: ScoreServiceConfig) {
  return readRegistration(registrationValues({ config, hasToken: false })).registration?.config;
}
