import { Agent, errors, request } from "undici";
import { tiebreakAgent } from "#server/contracts/reward-protocol.ts";
import type { ScoreServiceLimits } from "#server/contracts/score-service.ts";
import { ScoreServiceFault } from "#server/errors.ts";
import { type AllowList, mayConnect, parseAddress } from "./address-rules.ts";
import { guardLookup, type ResolveHost, refuseAddress } from "./guarded-lookup.ts";
import { joinUrl } from "./join-url.ts";
import { readLimited } from "./read-limited.ts";

export type TransportRequest = {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
};

/** A reply of any status; what it means is for the caller. */
export type TransportReply = {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
};

export type Transport = {
  /** @throws ScoreServiceFault when there is no reply, too late a reply, or too much of it */
  send(asked: TransportRequest): Promise<TransportReply>;
  close(): Promise<void>;
};

type TransportOptions = {
  readonly url: string;
  readonly token: string | null;
  readonly limits: ScoreServiceLimits;
  readonly allow: AllowList;
  /** Stands in for the system's resolver in tests. */
  readonly resolveHost?: ResolveHost | undefined;
};

/**
 * HTTP to one configured server and nowhere else: no redirects, no proxies, no compression (which
 * could unfold to any size), and no address that is not public or listed.
 */
export function openTransport(options: TransportOptions): Transport {
  const base = new URL(options.url);
  const port = Number(base.port) || (base.protocol === "https:" ? 443 : 80);
  const literal = parseAddress(base.hostname)?.toString() ?? null;
  const agent = new Agent({
    connections: options.limits.concurrency,
    connect: {
      timeout: options.limits.connectTimeoutMs,
      lookup: guardLookup(options.allow, port, options.resolveHost),
    },
    // The time-out of the whole reply is a signal; these would otherwise cut a slow model short.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    async send(asked) {
      // An address needs no resolver, and the sockets would not ask one.
      if (
        literal !== null &&
        !mayConnect(options.allow, { host: literal, port, address: literal })
      ) {
        throw refuseAddress(base.hostname);
      }
      const timeout = AbortSignal.timeout(options.limits.timeoutMs);
      try {
        return await exchange(joinUrl(base, asked.path), asked, { ...options, agent, timeout });
      } catch (error) {
        asked.signal?.throwIfAborted();
        throw describeFailure(error, { host: base.host, limits: options.limits, timeout });
      }
    },
    close: () => agent.destroy(),
  };
}

async function exchange(
  url: URL,
  asked: TransportRequest,
  options: TransportOptions & { readonly agent: Agent; readonly timeout: AbortSignal },
): Promise<TransportReply> {
  const signals = asked.signal ? [options.timeout, asked.signal] : [options.timeout];
  const reply = await request(url, {
    method: asked.method,
    dispatcher: options.agent,
    signal: AbortSignal.any(signals),
    headers: {
      accept: "application/json",
      "user-agent": tiebreakAgent,
      "accept-encoding": "identity",
      ...(asked.body === undefined ? {} : { "content-type": "application/json" }),
      ...(options.token === null ? {} : { authorization: `Bearer ${options.token}` }),
    },
    body: asked.body === undefined ? null : JSON.stringify(asked.body),
  });
  const retryAfter = reply.headers["retry-after"];
  return {
    status: reply.statusCode,
    retryAfter: typeof retryAfter === "string" ? retryAfter : null,
    text: await readLimited(reply.body, options.limits.responseBytesMax),
  };
}

type FailureContext = {
  readonly host: string;
  readonly limits: ScoreServiceLimits;
  readonly timeout: AbortSignal;
};

function describeFailure(error: unknown, { host, limits, timeout }: FailureContext): Error {
  if (error instanceof ScoreServiceFault) {
    return error;
  }
  if (timeout.aborted) {
    return new ScoreServiceFault(
      "timed_out",
      `${host} did not answer within ${limits.timeoutMs / 1_000} s.`,
      { cause: error },
    );
  }
  if (error instanceof errors.ConnectTimeoutError) {
    return new ScoreServiceFault(
      "timed_out",
      `${host} did not accept a connection within ${limits.connectTimeoutMs / 1_000} s.`,
      { cause: error },
    );
  }
  return new ScoreServiceFault("unreachable", `${host} ${sayWhy(error)}`, { cause: error });
}

function sayWhy(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ECONNREFUSED") {
    return "refused the connection; is the server running, and is the port right?";
  }
  if (["ECONNRESET", "UND_ERR_SOCKET", "EPIPE"].includes(code)) {
    return "closed the connection before it answered.";
  }
  if (/CERT|TLS|SSL|SELF_SIGNED|ALTNAME|UNABLE_TO/.test(code)) {
    return `could not be trusted: its certificate was refused (${code}).`;
  }
  if (/^HPE_|UND_ERR_HEADERS|UND_ERR_RES/.test(code)) {
    return "does not speak HTTP as expected; is it https where http was entered, or the reverse?";
  }
  return `could not be reached${code === "" ? "" : ` (${code})`}.`;
}
