import { z } from "zod";
import {
  classifyRequest,
  classifyResponse,
  getRewardRequest,
  getRewardResponse,
} from "#server/contracts/reward-aliases.ts";
import {
  healthAnswer,
  modelList,
  readyAnswer,
  rewardErrorEnvelope,
  rewardProtocol,
  rewardsRequest,
  rewardsResponse,
} from "#server/contracts/reward-protocol.ts";

/** The OpenAPI 3.1 description of the score service, made of the very schemas that it parses with. */
export function describeScoreApi() {
  return {
    openapi: "3.1.1",
    info: {
      title: "Tiebreak score service",
      version: rewardProtocol,
      summary: "Rewards of LLM answers by a model that annotators taught.",
      description:
        "Batches keep their order, ids are echoed, and an item that cannot be scored carries an error of its own. Differences of two rewards of one prompt are log-odds that the first is preferred. HEAD is answered wherever GET is; any other method than those described is answered 405, with Allow, and an error envelope.",
    },
    servers: [{ url: "/" }],
    tags: [
      { name: "reward/1", description: "The protocol itself." },
      { name: "aliases", description: "Dialects of other reward servers." },
      { name: "operation", description: "For probes and monitoring." },
    ],
    security: [{ bearer: [] }, { basic: [] }],
    paths: { ...protocolPaths(), ...aliasPaths(), ...operationPaths() },
    components: { schemas: writeSchemas(), securitySchemes },
  };
}

const securitySchemes = {
  bearer: { type: "http", scheme: "bearer", description: "The value of SCORE_SERVICE_TOKEN." },
  basic: { type: "http", scheme: "basic", description: "The same token as password, any name." },
};

/** Requests as a client writes them, with defaults left out; answers as they are sent. */
const requests = {
  RewardsRequest: rewardsRequest,
  GetRewardRequest: getRewardRequest,
  ClassifyRequest: classifyRequest,
};
const answers = {
  RewardsResponse: rewardsResponse,
  ModelList: modelList,
  RewardError: rewardErrorEnvelope,
  Health: healthAnswer,
  Readiness: readyAnswer,
  GetRewardResponse: getRewardResponse,
  ClassifyResponse: classifyResponse,
};
type SchemaName = keyof typeof requests | keyof typeof answers;

function writeSchemas(): Record<string, unknown> {
  const write = (schema: z.ZodType, io: "input" | "output") => {
    const { $schema: _, ...written } = z.toJSONSchema(schema, { io, override: allowMore });
    return written;
  };
  return Object.fromEntries([
    ...Object.entries(requests).map(([name, schema]) => [name, write(schema, "input")]),
    ...Object.entries(answers).map(([name, schema]) => [name, write(schema, "output")]),
  ]);
}

/** A reader must not break when an answer gains a field. */
function allowMore({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}

function content(name: SchemaName) {
  return { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } };
}

function body(name: SchemaName) {
  return { required: true, content: content(name) };
}

const faults = {
  400: "The body is not JSON in UTF-8, or no model is named where there are several.",
  401: "The token is missing or wrong.",
  404: "There is no such model.",
  413: "The body has too many bytes or too many items.",
  415: "The body is not declared as JSON, or is compressed.",
  421: "The Host header names another host than this machine, and no token protects the service.",
  422: "A field is missing or wrong, or this version cannot be served from text.",
  500: "The service failed; its log says how.",
  429: "Too many requests are being scored; Retry-After says when to come back.",
  503: "The database does not answer, or the outside score service that the model learned on top of; Retry-After says when to come back.",
} as const;
type FaultStatus = keyof typeof faults;

function responses(name: SchemaName, statuses: readonly FaultStatus[]) {
  return { 200: { description: "The answer.", content: content(name) }, ...faultsOf(statuses) };
}

function faultsOf(statuses: readonly FaultStatus[]) {
  const retry = {
    "Retry-After": { description: "Seconds.", schema: { type: "integer", minimum: 1 } },
  };
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        description: faults[status],
        content: content("RewardError"),
        ...(status === 429 || status === 503 ? { headers: retry } : {}),
      },
    ]),
  );
}

const scoringFaults = [400, 401, 404, 413, 415, 421, 422, 429, 500, 503] as const;

function protocolPaths() {
  return {
    "/v1/rewards": {
      post: {
        operationId: "createRewards",
        tags: ["reward/1"],
        summary: "Rewards a batch of conversations, each by its last message.",
        requestBody: body("RewardsRequest"),
        responses: responses("RewardsResponse", scoringFaults),
      },
    },
    "/v1/models": {
      get: {
        operationId: "listModels",
        tags: ["reward/1"],
        summary: "The live model of each project; a fitted version is named as id@version.",
        responses: responses("ModelList", [401, 421, 500, 503]),
      },
    },
  };
}

function aliasPaths() {
  const parameters = [
    {
      name: "model",
      in: "query",
      description: "For callers whose body names none; not needed where there is only one.",
      schema: { type: "string" },
    },
  ];
  const alias = (
    operationId: string,
    summary: string,
    names: readonly [SchemaName, SchemaName],
  ) => ({
    post: {
      operationId,
      tags: ["aliases"],
      summary,
      parameters,
      requestBody: body(names[0]),
      responses: responses(names[1], scoringFaults),
    },
  });
  return {
    "/get_reward": alias("getReward", "Rewards whole texts, as OpenRLHF asks for them.", [
      "GetRewardRequest",
      "GetRewardResponse",
    ]),
    "/classify": alias("classify", "Raw logits in the shape of vLLM.", [
      "ClassifyRequest",
      "ClassifyResponse",
    ]),
  };
}

function operationPaths() {
  const open = { tags: ["operation"], security: [] };
  const plain = (description: string, type: string) => ({
    200: { description, content: { [type]: { schema: {} } } },
  });
  const notReady = { description: "Not yet, for the reason given.", content: content("Readiness") };
  return {
    "/health": {
      get: {
        ...open,
        operationId: "getHealth",
        summary: "The process runs.",
        responses: responses("Health", []),
      },
    },
    "/ready": {
      get: {
        ...open,
        operationId: "getReadiness",
        summary: "The database answers and at least one model is fitted.",
        responses: { ...responses("Readiness", []), 503: notReady },
      },
    },
    "/metrics": {
      get: {
        tags: ["operation"],
        operationId: "getMetrics",
        summary: "Counts and durations in the text format of Prometheus.",
        responses: { ...plain("The metrics.", "text/plain"), ...faultsOf([401, 421, 500]) },
      },
    },
    "/openapi.json": {
      get: {
        ...open,
        operationId: "getDescription",
        summary: "This document.",
        responses: plain("The document.", "application/json"),
      },
    },
  };
}
