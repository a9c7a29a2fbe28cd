import type { IncomingMessage } from "node:http";
import {
  type HealthAnswer,
  type ModelList,
  type ReadyAnswer,
  tiebreakAgent,
} from "#server/contracts/reward-protocol.ts";
import { type ServedModels, withoutOutside } from "#server/services/open-served-models.ts";
import { answerClassify } from "./answer-classify.ts";
import { answerGetReward } from "./answer-get-reward.ts";
import { answerRewards } from "./answer-rewards.ts";
import { checkAuthority } from "./check-authority.ts";
import { describeScoreApi } from "./openapi-document.ts";
import { readJson } from "./read-json.ts";
import { RequestFault, readFault } from "./request-fault.ts";
import type { RequestGate } from "./request-gate.ts";
import type { ScoreAnswer, ScoreContext } from "./score-answer.ts";
import type { ScoreMetrics } from "./score-metrics.ts";

/** What all requests of one process share. */
export type ScoreServer = {
  readonly models: ServedModels;
  /** Null where only this machine can connect. */
  readonly token: string | null;
  readonly gate: RequestGate;
  readonly metrics: ScoreMetrics;
  readonly isStopping: () => boolean;
};

export type RoutedRequest = {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly signal: AbortSignal;
};

const bodyBytesMax = 16 * 2 ** 20;

type Read = {
  readonly isOpen: boolean;
  readonly answer: (server: ScoreServer) => Promise<ScoreAnswer>;
};

/** Probes and the description say nothing about a project, so they need no token. */
const reads: Readonly<Record<string, Read>> = {
  "/health": { isOpen: true, answer: answerHealth },
  "/ready": { isOpen: true, answer: answerReady },
  "/openapi.json": {
    isOpen: true,
    answer: async () => ({ status: 200, body: describeScoreApi() }),
  },
  "/v1/models": { isOpen: false, answer: answerModels },
  "/metrics": { isOpen: false, answer: answerMetrics },
};

type Score = (body: unknown, context: ScoreContext) => Promise<ScoreAnswer>;

const scores: Readonly<Record<string, Score>> = {
  "/v1/rewards": answerRewards,
  "/get_reward": answerGetReward,
  "/classify": answerClassify,
};

/** The path as it is counted; what is not served is counted as one. */
export function nameRoute({ pathname }: URL): string {
  return Object.hasOwn(reads, pathname) || Object.hasOwn(scores, pathname) ? pathname : "other";
}

/** @throws RequestFault, or a Fault of a use case */
export async function routeRequest(
  server: ScoreServer,
  routed: RoutedRequest,
): Promise<ScoreAnswer> {
  const { request, url } = routed;
  const name = nameRoute(url);
  if (Object.hasOwn(reads, name)) {
    requireMethod(request, ["GET", "HEAD"]);
    const { isOpen, answer } = reads[name];
    if (!isOpen) checkAuthority(request, server.token);
    return await answer(server);
  }
  if (!Object.hasOwn(scores, name)) {
    const message = `Nothing is served at ${url.pathname}; GET /openapi.json lists what is.`;
    throw new RequestFault({ status: 404, type: "not_found", message });
  }
  requireMethod(request, ["POST"]);
  checkAuthority(request, server.token);
  return await answerScore(server, routed, scores[name]);
}

async function answerScore(
  { gate, models, metrics, isStopping }: ScoreServer,
  { request, url, signal }: RoutedRequest,
  score: Score,
): Promise<ScoreAnswer> {
  if (isStopping()) throw stopping();
  const ticket = gate.enter();
  try {
    const body = await readJson(request, { bytesMax: bodyBytesMax, ticket });
    const isOurs = request.headers["user-agent"]?.startsWith(tiebreakAgent) ?? false;
    const open = isOurs ? withoutOutside(models) : models;
    return await score(body, { models: open, url, signal, countItems: metrics.countItems });
  } finally {
    ticket.leave();
  }
}

async function answerHealth(): Promise<ScoreAnswer> {
  const body: HealthAnswer = { status: "up" };
  return { status: 200, body };
}

async function answerReady({ models, isStopping }: ScoreServer): Promise<ScoreAnswer> {
  const reason = isStopping() ? stopping().message : await findHindrance(models);
  const body: ReadyAnswer = { status: reason === null ? "ready" : "not_ready", reason };
  return { status: reason === null ? 200 : 503, body };
}

async function findHindrance(models: ServedModels): Promise<string | null> {
  try {
    return await models.findHindrance();
  } catch (error) {
    const fault = readFault(error);
    if (fault === null) throw error;
    return fault.message;
  }
}

async function answerModels({ models }: ScoreServer): Promise<ScoreAnswer> {
  const body: ModelList = { object: "list", data: await models.list() };
  return { status: 200, body };
}

async function answerMetrics({ metrics, gate }: ScoreServer): Promise<ScoreAnswer> {
  return {
    status: 200,
    body: metrics.write({ inside: gate.inside() }),
    contentType: "text/plain; version=0.0.4; charset=utf-8",
  };
}

function requireMethod({ method = "" }: IncomingMessage, allowed: readonly string[]): void {
  if (allowed.includes(method)) return;
  throw new RequestFault({
    status: 405,
    type: "method_not_allowed",
    message: `${method} is not served here; use ${allowed[0]}.`,
    headers: { Allow: allowed.join(", ") },
  });
}

function stopping(): RequestFault {
  return new RequestFault({
    status: 503,
    type: "unavailable",
    message: "This score service is stopping.",
    retryAfterSeconds: 2,
  });
}
