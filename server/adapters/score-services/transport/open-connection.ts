import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";
import type { z } from "zod";
import type { ServiceHealth } from "#server/adapters/score-services/score-adapter.ts";
import type { ScoreServiceLimits } from "#server/contracts/score-service.ts";
import { ScoreServiceFault } from "#server/errors.ts";
import { parseAllowList } from "./address-rules.ts";
import {
  admitRequest,
  type Breaker,
  closedBreaker,
  recordAbandoned,
  recordFailure,
  recordSuccess,
} from "./circuit-breaker.ts";
import type { ResolveHost } from "./guarded-lookup.ts";
import { openTransport, type TransportReply, type TransportRequest } from "./guarded-transport.ts";
import { parseReply, RequestRefused, readOptional, readReply } from "./read-reply.ts";
import { type RetryClock, retry } from "./retry.ts";

/** One server, asked politely: never too much at once, again when it is busy, not while it is gone. */
export type Connection = {
  readonly limits: ScoreServiceLimits;
  /** @throws ScoreServiceFault when there is no answer of this shape */
  ask<T extends z.ZodType>(shape: T, asked: TransportRequest): Promise<z.infer<T>>;
  /** Null where the server has no such thing, as with the descriptions that only some of them give. */
  askOptional<T extends z.ZodType>(shape: T, asked: TransportRequest): Promise<z.infer<T> | null>;
  health(): ServiceHealth;
  close(): Promise<void>;
};

export type ConnectionOptions = {
  readonly url: string;
  readonly token: string | null;
  readonly limits: ScoreServiceLimits;
  readonly allow: readonly string[];
  readonly clock?: RetryClock | undefined;
  readonly resolveHost?: ResolveHost | undefined;
};

const systemClock: RetryClock = {
  now: Date.now,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  random: Math.random,
};

export function openConnection(options: ConnectionOptions): Connection {
  const { limits, token, clock = systemClock } = options;
  const transport = openTransport({ ...options, allow: parseAllowList(options.allow) });
  const limit = pLimit(limits.concurrency);
  let breaker: Breaker = closedBreaker;

  /** The one request that tries a service after an outage; the others wait for what it finds. */
  let trial: Promise<unknown> | null = null;

  async function ask<T>(asked: TransportRequest, reading: Reading<T>): Promise<T> {
    while (breaker.state === "half_open" && trial !== null) {
      await trial;
    }
    asked.signal?.throwIfAborted();
    const admission = admitRequest(breaker, clock.now());
    breaker = admission.breaker;
    if (!admission.isAdmitted) {
      throw sayPaused(breaker);
    }
    const attempt = askRecorded(asked, reading);
    if (breaker.state === "half_open") {
      // Its own caller gets the failure, below.
      trial = attempt.catch(() => undefined);
    }
    return await attempt;
  }

  async function askRecorded<T>(asked: TransportRequest, reading: Reading<T>): Promise<T> {
    try {
      const answer = await retry(async () => reading.read(await transport.send(asked)), {
        attemptsMax: limits.attemptsMax,
        clock,
        signal: asked.signal,
      });
      breaker = reading.recordAnswer(breaker);
      return answer;
    } catch (error) {
      breaker = recordOutcome(breaker, error, clock.now());
      throw error;
    }
  }

  return {
    limits,
    ask: (shape, asked) =>
      limit(() =>
        ask(asked, {
          read: (reply) => parseReply(shape, readReply(reply, token)),
          recordAnswer: recordSuccess,
        }),
      ),
    askOptional: (shape, asked) =>
      limit(() =>
        ask(asked, {
          read: (reply) => readOptional(shape, reply, token),
          // A server that describes itself may still fail at its work, which must be counted on.
          recordAnswer: recordAbandoned,
        }),
      ),
    health: () => describeHealth(breaker),
    close: () => transport.close(),
  };
}

/** How a reply is understood, and what it means for whether the service is asked again. */
type Reading<T> = {
  readonly read: (reply: TransportReply) => T;
  readonly recordAnswer: (breaker: Breaker) => Breaker;
};

function recordOutcome(breaker: Breaker, error: unknown, now: number): Breaker {
  if (!(error instanceof ScoreServiceFault)) {
    return recordAbandoned(breaker);
  }
  // A request that was refused for what it holds, or a poisoned number, proves the server alive.
  const isAlive =
    error.reason === "not_finite" ||
    (error instanceof RequestRefused && [400, 413, 422].includes(error.status));
  return isAlive ? recordSuccess() : recordFailure(breaker, { now, reason: error.message });
}

function sayPaused(breaker: Breaker): ScoreServiceFault {
  const reason = breaker.state === "closed" ? "" : ` ${breaker.reason}`;
  return new ScoreServiceFault(
    "paused",
    `The score service failed several times and is left alone for a while.${reason}`,
  );
}

function describeHealth(breaker: Breaker): ServiceHealth {
  if (breaker.state === "closed") {
    return { state: "closed" };
  }
  return {
    state: breaker.state,
    since: new Date(breaker.since),
    retryAt: new Date(breaker.retryAt),
    reason: breaker.reason,
  };
}
