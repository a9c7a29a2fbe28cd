import { TRPCClientError } from "@trpc/client";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { JudgeApi, LeaseOnScreen, Served } from "./judge-api.ts";
import {
  beat,
  beginSession,
  createJudgeSession,
  decide,
  type JudgeSession,
  skip,
  undo,
} from "./judge-session.ts";
import type { OutboxEntry, OutboxStore } from "./outbox.ts";

/** What the network does to one request. */
type Weather = "fine" | "request lost" | "answer lost" | "unavailable";

/** The server's side of the contract, kept in memory: leases, exactly-once, undo. */
function createServer(pairs: number) {
  const waiting = Array.from({ length: pairs }, (_, index) => lease(`pair-${index}`));
  let held: LeaseOnScreen[] = [];
  const judged: { assignmentId: string; verdict: string; key: string }[] = [];
  const skipped: string[] = [];
  function serve(known: readonly string[], wanted: number): Served {
    while (held.length < wanted && waiting.length > 0) held.push(...waiting.splice(0, 1));
    const leases = held.filter((one) => !known.includes(one.assignmentId));
    const idle = held.length < wanted ? ("finished" as const) : null;
    return { leases, idle, moreAt: null, judged: { today: judged.length, total: judged.length } };
  }
  const api: JudgeApi = {
    take: async (input) => serve(input.held, 3),
    heartbeat: async () => ({ assignmentIds: held.map((one) => one.assignmentId) }),
    skip: async (input) => {
      held = held.filter((one) => one.assignmentId !== input.assignmentId);
      skipped.push(input.assignmentId);
      return serve(input.held, input.held.length + 1);
    },
    record: async (input) => {
      const { assignmentId, verdict, idempotencyKey: key } = input;
      if (!judged.some((one) => one.assignmentId === assignmentId)) {
        judged.push({ assignmentId, verdict, key });
      }
      held = held.filter((one) => one.assignmentId !== assignmentId);
      return serve(input.held, Math.min(3, input.held.length + 1));
    },
    undo: async () => {
      const last = judged.pop();
      if (last === undefined) throw refusal(404, "There is no recent judgment to undo.");
      held = [lease(last.assignmentId), ...held];
      return { assignmentId: last.assignmentId, ...serve([], 3) };
    },
  };
  return { api, judged, skipped };
}

function lease(assignmentId: string): LeaseOnScreen {
  const messages = [{ role: "user" as const, content: assignmentId }];
  return { assignmentId, messages, left: "A", right: "B", leasedUntil: new Date(0) };
}

function refusal(httpStatus: number, message: string): TRPCClientError<never> {
  return new TRPCClientError(message, { result: { error: { data: { httpStatus } } } } as never);
}

function createOutbox(): OutboxStore & { readonly kept: Map<string, OutboxEntry> } {
  const kept = new Map<string, OutboxEntry>();
  return {
    kept,
    keep: async (entry) => void kept.set(entry.idempotencyKey, entry),
    forget: async (entry) => void kept.delete(entry.idempotencyKey),
    list: async () => [...kept.values()],
  };
}

/** The same server behind a network that loses requests and answers. */
function weathered(api: JudgeApi, forecast: () => Weather): JudgeApi {
  return {
    ...api,
    record: async (input) => {
      const weather = forecast();
      if (weather === "request lost") throw new TypeError("Failed to fetch");
      if (weather === "unavailable") throw refusal(503, "Unavailable");
      const answer = await api.record(input);
      if (weather === "answer lost") throw new TypeError("Failed to fetch");
      return answer;
    },
  };
}

function begin(api: JudgeApi, outbox: OutboxStore): JudgeSession {
  return createJudgeSession({
    projectId: "00000000-0000-4000-8000-000000000000",
    viewerId: "00000000-0000-4000-8000-000000000001",
    api,
    outbox,
    wait: async () => {},
  });
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let turn = 0; turn < 10_000; turn += 1) {
    if (isTrue()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error("it never came to pass");
}

const left = { verdict: "left", strength: null, timings: null } as const;

test("whatever the network loses, every decision is recorded once and in order", async () => {
  const weather = fc.constantFrom<Weather>("fine", "request lost", "answer lost", "unavailable");
  await fc.assert(
    fc.asyncProperty(fc.array(weather, { maxLength: 60 }), async (forecasts) => {
      const server = createServer(12);
      const outbox = createOutbox();
      const coming = [...forecasts];
      const session = begin(
        weathered(server.api, () => coming.shift() ?? "fine"),
        outbox,
      );
      await beginSession(session);
      for (let pair = 0; pair < 12; pair += 1) {
        await until(() => session.state.phase === "judging");
        decide(session, left);
      }
      await until(() => session.state.sync === "saved");
      expect(server.judged.map((one) => one.assignmentId)).toEqual(
        Array.from({ length: 12 }, (_, index) => `pair-${index}`),
      );
      expect(outbox.kept.size).toBe(0);
      expect(session.state).toMatchObject({ phase: "idle", idle: "finished" });
    }),
    { numRuns: 200 },
  );
});

test("the next pair is there in the same turn as the key", async () => {
  const server = createServer(5);
  const session = begin(server.api, createOutbox());
  await beginSession(session);
  decide(session, left);
  expect(session.state.queue[0]?.assignmentId).toBe("pair-1");
  expect(session.state.sync === "saved").toBe(false);
});

test("what a closed tab left unsent is sent by the next visit", async () => {
  const server = createServer(5);
  const outbox = createOutbox();
  let isOnline = false;
  const forecast = (): Weather => (isOnline ? "fine" : "request lost");
  const closed = {
    ...begin(weathered(server.api, forecast), outbox),
    wait: () => new Promise<void>(() => {}),
  };
  await beginSession(closed);
  decide(closed, left);
  await until(() => closed.state.sync === "offline");
  expect(server.judged).toEqual([]);
  isOnline = true;
  const reopened = begin(server.api, outbox);
  await beginSession(reopened);
  expect(server.judged.map((one) => one.assignmentId)).toEqual(["pair-0"]);
  expect(reopened.state.queue[0]?.assignmentId).toBe("pair-1");
});

test("undo brings the last pair back to the screen and keeps the one that was there behind it", async () => {
  const server = createServer(5);
  const session = begin(server.api, createOutbox());
  await beginSession(session);
  decide(session, left);
  await undo(session);
  expect(server.judged).toEqual([]);
  expect(session.state.queue.map((one) => one.assignmentId).slice(0, 2)).toEqual([
    "pair-0",
    "pair-1",
  ]);
});

test("an undo that the server refuses says why and changes nothing", async () => {
  const server = createServer(5);
  const session = begin(server.api, createOutbox());
  await beginSession(session);
  const before = session.state.queue;
  await undo(session);
  expect(session.state.notice).toBe("There is no recent judgment to undo.");
  expect(session.state.queue).toEqual(before);
});

test("skipping moves on without judging", async () => {
  const server = createServer(5);
  const session = begin(server.api, createOutbox());
  await beginSession(session);
  await skip(session, "unclear");
  expect(server.skipped).toEqual(["pair-0"]);
  expect(session.state.queue[0]?.assignmentId).toBe("pair-1");
  expect(session.state.sync).toBe("saved");
});

test("a judgment that the server will never take does not hold back those behind it", async () => {
  const server = createServer(5);
  const refusing: JudgeApi = {
    ...server.api,
    record: (input) =>
      input.assignmentId === "pair-0"
        ? Promise.reject(refusal(400, "This project does not take ties."))
        : server.api.record(input),
  };
  const session = begin(refusing, createOutbox());
  await beginSession(session);
  decide(session, { ...left, verdict: "tie" });
  decide(session, left);
  await until(() => session.state.sync === "saved");
  expect(server.judged.map((one) => one.assignmentId)).toEqual(["pair-1"]);
});

test("somebody who was signed out keeps what is unsent and is told", async () => {
  const server = createServer(5);
  const outbox = createOutbox();
  const api = { ...server.api, record: () => Promise.reject(refusal(401, "Please sign in.")) };
  const session = begin(api, outbox);
  await beginSession(session);
  decide(session, left);
  await until(() => session.state.phase === "halted");
  expect(session.state.halt).toEqual({ kind: "signed_out", sentence: "Please sign in." });
  expect(outbox.kept.size).toBe(1);
});

test("a heartbeat drops waiting pairs that went to somebody else, never the one being read", async () => {
  const server = createServer(5);
  const session = begin(
    { ...server.api, heartbeat: async () => ({ assignmentIds: ["pair-2"] }) },
    createOutbox(),
  );
  await beginSession(session);
  await beat(session);
  expect(session.state.queue.map((one) => one.assignmentId)).toEqual(["pair-0", "pair-2"]);
});
