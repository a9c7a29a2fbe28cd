import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { logger } from "#server/logger.ts";
import type { ServedModels } from "#server/services/open-served-models.ts";
import { aborted } from "./read-json.ts";
import { describeFault, RequestFault, readFault } from "./request-fault.ts";
import { openRequestGate } from "./request-gate.ts";
import { nameRoute, type RoutedRequest, routeRequest, type ScoreServer } from "./route-request.ts";
import type { ScoreAnswer } from "./score-answer.ts";
import { openScoreMetrics } from "./score-metrics.ts";

export type ScoreApi = {
  readonly server: Server;
  /**
   * Lets nothing new in and resolves when what was let in has been answered, or when its time is
   * over and the rest has been cut off.
   */
  readonly stop: (secondsMax: number) => Promise<void>;
};

const limits = { requestsMax: 32, bytesMax: 64 * 2 ** 20 };

/** The score service's HTTP server, not listening yet. */
export function serveScoreApi(options: {
  readonly models: ServedModels;
  readonly token: string | null;
}): ScoreApi {
  let isStopping = false;
  const metrics = openScoreMetrics();
  const gate = openRequestGate(limits);
  const shared: ScoreServer = { ...options, gate, metrics, isStopping: () => isStopping };
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 10_000 });
  // Longer than the pauses of a trainer, so that it need not connect anew for every batch.
  server.keepAliveTimeout = 30_000;
  server.on("request", (request, response) => {
    // An answer reports its own faults; nothing is left to be rejected.
    void handle(shared, request, response);
  });
  return {
    server,
    async stop(secondsMax) {
      isStopping = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const cutOff = setTimeout(() => server.closeAllConnections(), 1000 * secondsMax);
      await closed;
      clearTimeout(cutOff);
      metrics.close();
    },
  };
}

async function handle(
  shared: ScoreServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedAt = performance.now();
  const url = readUrl(request);
  const waiting = new AbortController();
  response.once("close", () => waiting.abort());
  const answer = await answerSafely(shared, { request, url, signal: waiting.signal });
  const seconds = (performance.now() - startedAt) / 1000;
  shared.metrics.countRequest({ route: nameRoute(url), status: answer.status, seconds });
  if (!response.destroyed) send(response, answer, shared.isStopping());
}

type FullAnswer = ScoreAnswer & { readonly headers?: Readonly<Record<string, string>> };

async function answerSafely(shared: ScoreServer, routed: RoutedRequest): Promise<FullAnswer> {
  try {
    return await routeRequest(shared, routed);
  } catch (error) {
    const fault = routed.signal.aborted ? aborted() : (readFault(error) ?? reportBug(error));
    const { status, headers, retryAfterSeconds } = fault.details;
    const body = describeFault(fault);
    if (retryAfterSeconds === undefined) return { status, body, headers };
    return { status, body, headers: { ...headers, "Retry-After": String(retryAfterSeconds) } };
  }
}

function reportBug(error: unknown): RequestFault {
  const requestId = randomUUID();
  logger.error({ err: error, requestId }, "request failed");
  const message = `Something went wrong in the score service (request ${requestId}).`;
  return new RequestFault({ status: 500, type: "internal_error", message });
}

function send(response: ServerResponse, answer: FullAnswer, isLast: boolean): void {
  const { status, body, contentType = "application/json; charset=utf-8", headers = {} } = answer;
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  response.writeHead(status, {
    "Content-Type": contentType,
    "Content-Length": bytes.length,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    ...(isLast ? { Connection: "close" } : {}),
    ...headers,
  });
  response.end(bytes);
}

/** Clients may write anything there, such as `//`; what is no address is no route either. */
function readUrl({ url = "/" }: IncomingMessage): URL {
  const base = "http://score-service";
  return URL.canParse(url, base) ? new URL(url, base) : new URL("/unreadable", base);
}
