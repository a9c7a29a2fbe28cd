import { TRPCClientError } from "@trpc/client";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Draft, emptyDraft } from "./answers/draft.ts";
import { draftSchema } from "./answers/draft-schema.ts";
import type { DraftStore } from "./draft-store.ts";
import type { JudgeApi, LeaseOnScreen, Served } from "./judge-api.ts";
import {
  adoptDrafts,
  beat,
  beginSession,
  decide,
  draftFor,
  giveWay,
  leave,
  saveDraft,
  skip,
  undo,
} from "./judge-session.ts";
import { createJudgeSession, type JudgeSession, pairNumber } from "./judge-state.ts";
import type { OutboxEntry, OutboxStore } from "./outbox.ts";

/** What the network does to one request; `late` arrives only after it was given up and sent again. */
type Weather = "fine" | "request lost" | "answer lost" | "unavailable" | "twice" | "late";

type Judgment = { assignmentId: string; verdict: string; key: string; isWithdrawn: boolean };

const noAnswers = {
  flags: null,
  safety: null,
  attributes: null,
  reasons: null,
  rationale: null,
  edit: null,
};

/** The server's side of the contract, kept in memory: leases, exactly-once, undo by name. */
function createServer(pairs: number) {
  const waiting = Array.from({ length: pairs }, (_, index) => lease(`pair-${index}`));
  let held: LeaseOnScreen[] = [];
  const all: Judgment[] = [];
  const skipped: string[] = [];
  const left: unknown[] = [];
  const current = () => all.filter((one) => !one.isWithdrawn);
  function serve(known: readonly string[], wanted: number): Served {
    while (held.length < wanted && waiting.length > 0) held.push(...waiting.splice(0, 1));
    const leases = held.filter((one) => !known.includes(one.assignmentId));
    const idle = held.length < wanted ? ("finished" as const) : null;
    const total = current().length;
    const renewedUntil = new Date(held.length);
    return { leases, idle, moreAt: null, renewedUntil, judged: { today: total, total } };
  }
  const api: JudgeApi = {
    take: async (input) => serve(input.held, 3),
    heartbeat: async (input) => ({
      assignmentIds: held.map((one) => one.assignmentId),
      closedIds: input.held.filter((id) => current().some((one) => one.assignmentId === id)),
      renewedUntil: new Date(held.length),
    }),
    skip: async (input) => {
      if (held.some((one) => one.assignmentId === input.assignmentId)) {
        skipped.push(input.assignmentId);
      }
      held = held.filter((one) => one.assignmentId !== input.assignmentId);
      return serve(input.held, Math.min(3, input.held.length + 1));
    },
    record: async (input) => {
      const { assignmentId, verdict, idempotencyKey: key } = input;
      const isKnown = all.some((one) => one.key === key);
      const isJudged = current().some((one) => one.assignmentId === assignmentId);
      if (!isKnown && !isJudged) all.push({ assignmentId, verdict, key, isWithdrawn: false });
      if (!isKnown) held = held.filter((one) => one.assignmentId !== assignmentId);
      const outcome = isKnown ? "repeated" : isJudged ? "preceded" : "recorded";
      return { outcome, ...serve(input.held, Math.min(3, input.held.length + 1)) };
    },
    undo: async ({ idempotencyKey }) => {
      const judgment = all.find((one) => one.key === idempotencyKey);
      if (judgment === undefined) throw refusal(404, "There is no such judgment of yours.");
      const { assignmentId } = judgment;
      if (judgment.isWithdrawn && current().some((one) => one.assignmentId === assignmentId)) {
        throw refusal(409, "This judgment has been changed since.");
      }
      if (!judgment.isWithdrawn) held = [lease(assignmentId), ...held];
      judgment.isWithdrawn = true;
      const verdict = judgment.verdict === "left" ? ("left" as const) : ("tie" as const);
      const said = { verdict, strength: null, answers: noAnswers };
      return { assignmentId, said, ...serve([], 3) };
    },
    findUndoable: async () => current().at(-1)?.key ?? null,
    leave: (input) => void left.push(input),
  };
  return { api, current, skipped, left };
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

function createDrafts(): DraftStore & { readonly kept: Map<string, Draft> } {
  const kept = new Map<string, Draft>();
  return {
    kept,
    list: async () => new Map(kept),
    keep: (assignmentId, draft) => void kept.set(assignmentId, draft),
    forget: (assignmentId) => void kept.delete(assignmentId),
    flush: async () => {},
  };
}

/** The same server behind a network that loses, repeats and delays requests and answers. */
function weathered(api: JudgeApi, forecast: () => Weather): JudgeApi {
  const late: (() => Promise<unknown>)[] = [];
  async function pass<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    const weather = forecast();
    if (weather === "request lost") throw new TypeError("Failed to fetch");
    if (weather === "unavailable") throw refusal(503, "Unavailable");
    if (weather === "late") {
      late.push(send);
      throw new TypeError("Failed to fetch");
    }
    if (weather === "twice") await send();
    const answer = await send();
    for (const straggler of late.splice(0)) await straggler().catch(() => undefined);
    if (weather === "answer lost") throw new TypeError("Failed to fetch");
    return answer;
  }
  return {
    ...api,
    take: (input) => pass(() => api.take(input)),
    skip: (input) => pass(() => api.skip(input)),
    record: (input) => pass(() => api.record(input)),
    undo: (input) => pass(() => api.undo(input)),
  };
}

function begin(
  api: JudgeApi,
  outbox: OutboxStore = createOutbox(),
  draftStore: DraftStore = createDrafts(),
): JudgeSession {
  return createJudgeSession({
    projectId: "00000000-0000-4000-8000-000000000000",
    viewerId: "00000000-0000-4000-8000-000000000001",
    api,
    outbox,
    draftStore,
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
const tie = { ...left, verdict: "tie" } as const;
const anyWeather = fc.constantFrom<Weather>(
  ...(["fine", "request lost", "answer lost", "unavailable", "twice", "late"] as const),
);

test("whatever the network loses, repeats or delays, every decision is recorded once and in order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyWeather, { maxLength: 60 }), async (forecasts) => {
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
      expect(server.current().map((one) => one.assignmentId)).toEqual(
        Array.from({ length: 12 }, (_, index) => `pair-${index}`),
      );
      expect(outbox.kept.size).toBe(0);
      expect(session.state).toMatchObject({ phase: "idle", idle: "finished" });
    }),
    { numRuns: 200 },
  );
});

test("any run of judging, undoing, skipping and reloading in any weather ends with exactly what was said last", async () => {
  const step = fc.constantFrom("left", "tie", "undo", "skip", "reload");
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 25 }),
      fc.array(anyWeather, { maxLength: 60 }),
      async (steps, forecasts) => {
        const server = createServer(40);
        const outbox = createOutbox();
        const drafts = createDrafts();
        const coming = [...forecasts];
        const api = weathered(server.api, () => coming.shift() ?? "fine");
        const said = new Map<string, string>();
        const skipped: string[] = [];
        let session = begin(api, outbox, drafts);
        await beginSession(session);
        for (const action of steps) {
          await until(() => session.state.phase === "judging");
          const id = session.state.queue[0]?.assignmentId ?? "";
          if (action === "left" || action === "tie") {
            decide(session, action === "left" ? left : tie);
            said.set(id, action);
          } else if (action === "skip") {
            await skip(session, null);
            skipped.push(id);
          } else if (action === "reload") {
            // The closed page's timers and answers come to nothing.
            session.state = { ...session.state, phase: "halted" };
            session = begin(api, outbox, drafts);
            await beginSession(session);
          } else {
            await until(() => session.state.sync === "saved");
            const before = session.state.queue[0]?.assignmentId;
            do await undo(session);
            while (session.state.notice?.kind === "unreachable");
            if (session.state.notice?.kind !== "undone") continue;
            const back = session.state.queue[0]?.assignmentId ?? "";
            expect(back).not.toBe(before);
            expect(draftFor(session.state, back).verdict).toBe(said.get(back));
            said.delete(back);
          }
        }
        await until(() => session.state.sync === "saved" && session.state.phase === "judging");
        const recorded = new Map(server.current().map((one) => [one.assignmentId, one.verdict]));
        expect(recorded).toEqual(said);
        expect(server.current()).toHaveLength(said.size);
        expect(server.skipped.toSorted()).toEqual(skipped.toSorted());
        expect(outbox.kept.size).toBe(0);
      },
    ),
    { numRuns: 200 },
  );
});

test("the next pair is there in the same turn as the key", async () => {
  const server = createServer(5);
  const session = begin(server.api);
  await beginSession(session);
  expect(pairNumber(session.state)).toBe(1);
  decide(session, left);
  expect(session.state.queue[0]?.assignmentId).toBe("pair-1");
  expect(session.state.sync === "saved").toBe(false);
  expect(pairNumber(session.state)).toBe(2);
  await until(() => session.state.sync === "saved");
  expect(pairNumber(session.state)).toBe(2);
});

test("what a closed tab left unsent is sent by the next visit", async () => {
  const server = createServer(5);
  const outbox = createOutbox();
  let isOnline = false;
  const forecast = (): Weather => (isOnline ? "fine" : "request lost");
  const api = { ...server.api, record: weathered(server.api, forecast).record };
  const closed = { ...begin(api, outbox), wait: () => new Promise<void>(() => {}) };
  await beginSession(closed);
  decide(closed, left);
  await until(() => closed.state.sync === "offline");
  expect(server.current()).toEqual([]);
  isOnline = true;
  const reopened = begin(server.api, outbox);
  await beginSession(reopened);
  expect(server.current().map((one) => one.assignmentId)).toEqual(["pair-0"]);
  expect(reopened.state.queue[0]?.assignmentId).toBe("pair-1");
});

test("undo pressed three times takes three judgments back, newest first, with what was said", async () => {
  const server = createServer(8);
  const session = begin(server.api);
  await beginSession(session);
  decide(session, left);
  decide(session, tie);
  decide(session, left);
  await Promise.all([undo(session), undo(session), undo(session)]);
  expect(server.current()).toEqual([]);
  expect(session.state.queue.map((one) => one.assignmentId).slice(0, 3)).toEqual([
    "pair-0",
    "pair-1",
    "pair-2",
  ]);
  expect(draftFor(session.state, "pair-1").verdict).toBe("tie");
});

test("a judgment made before the page was reloaded can be undone", async () => {
  const server = createServer(5);
  const earlier = begin(server.api);
  await beginSession(earlier);
  decide(earlier, left);
  await until(() => earlier.state.sync === "saved");
  const session = begin(server.api);
  await beginSession(session);
  await undo(session);
  expect(server.current()).toEqual([]);
  expect(session.state.queue[0]?.assignmentId).toBe("pair-0");
});

test("undo with nothing to take back says so and changes nothing", async () => {
  const server = createServer(5);
  const session = begin(server.api);
  await beginSession(session);
  const before = session.state.queue;
  await undo(session);
  expect(session.state.notice).toEqual({ kind: "nothingToUndo" });
  expect(session.state.queue).toEqual(before);
});

test("skipping moves on without judging, and several can be skipped while offline", async () => {
  const server = createServer(5);
  let isOnline = false;
  const api = weathered(server.api, () => (isOnline ? "fine" : "request lost"));
  const session = begin({ ...api, take: server.api.take });
  await beginSession(session);
  const first = skip(session, "unclear");
  const second = skip(session, null);
  expect(session.state.queue[0]?.assignmentId).toBe("pair-2");
  isOnline = true;
  await Promise.all([first, second]);
  expect(server.skipped.toSorted()).toEqual(["pair-0", "pair-1"]);
  expect(server.current()).toEqual([]);
});

test("a judgment the server refuses is let go and said, and the next one is sent", async () => {
  const server = createServer(5);
  const refusing: JudgeApi = {
    ...server.api,
    record: (input) =>
      input.assignmentId === "pair-0"
        ? Promise.reject(refusal(400, "This project does not take ties."))
        : server.api.record(input),
  };
  const session = begin(refusing);
  await beginSession(session);
  decide(session, tie);
  decide(session, left);
  await until(() => session.state.sync === "saved");
  expect(server.current().map((one) => one.assignmentId)).toEqual(["pair-1"]);
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
  const renewedUntil = new Date();
  const session = begin({
    ...server.api,
    heartbeat: async () => ({ assignmentIds: ["pair-2"], closedIds: [], renewedUntil }),
  });
  await beginSession(session);
  await beat(session);
  expect(session.state.queue.map((one) => one.assignmentId)).toEqual(["pair-0", "pair-2"]);
});

test("a pair that was judged in another browser leaves the screen, and this is said", async () => {
  const server = createServer(5);
  const [here, there] = [begin(server.api), begin(server.api)];
  await beginSession(here);
  await beginSession(there);
  decide(there, left);
  await until(() => there.state.sync === "saved");
  await beat(here);
  expect(here.state.queue[0]?.assignmentId).toBe("pair-1");
  expect(here.state.notice).toEqual({ kind: "judgedElsewhere" });
});

test("of two browsers that judge the same pair the first counts, and the second is told", async () => {
  const server = createServer(5);
  const [here, there] = [begin(server.api), begin(server.api)];
  await beginSession(here);
  await beginSession(there);
  decide(there, left);
  await until(() => there.state.sync === "saved");
  decide(here, tie);
  await until(() => here.state.sync === "saved");
  expect(server.current().map((one) => one.verdict)).toEqual(["left"]);
  expect(here.state.notice).toEqual({ kind: "preceded" });
});

test("a draft survives a reload and goes with its judgment", async () => {
  const server = createServer(5);
  const drafts = createDrafts();
  const draft = { ...emptyDraft, answers: { ...emptyDraft.answers, rationale: "Half a sen" } };
  expect(draftSchema.parse(draft)).toEqual(draft);
  const closed = begin(server.api, createOutbox(), drafts);
  await beginSession(closed);
  saveDraft(closed, "pair-0", draft);
  const session = begin(server.api, createOutbox(), drafts);
  await beginSession(session);
  expect(draftFor(session.state, "pair-0")).toEqual(draft);
  decide(session, left);
  await until(() => session.state.sync === "saved");
  expect(drafts.kept.size).toBe(0);
  expect(draftFor(session.state, "pair-0")).toEqual(emptyDraft);
});

test("a tab that gives way shows no pair, and comes back where it was", async () => {
  const server = createServer(5);
  const session = begin(server.api);
  await beginSession(session);
  await giveWay(session);
  expect(session.state).toMatchObject({ phase: "elsewhere", queue: [] });
  decide(session, left);
  await beat(session);
  expect(server.current()).toEqual([]);
  await beginSession(session);
  expect(session.state.queue[0]?.assignmentId).toBe("pair-0");
});

test("what another tab kept as it gave way is taken over, not what is typed here", async () => {
  const server = createServer(5);
  const drafts = createDrafts();
  const session = begin(server.api, createOutbox(), drafts);
  await beginSession(session);
  const here = { ...emptyDraft, verdict: "left" } as const;
  saveDraft(session, "pair-0", here);
  drafts.kept.set("pair-0", emptyDraft).set("pair-1", { ...emptyDraft, verdict: "tie" });
  await adoptDrafts(session);
  drafts.kept.set("pair-2", { ...emptyDraft, verdict: "left" });
  await adoptDrafts(session);
  drafts.kept.set("pair-2", { ...emptyDraft, verdict: "right" });
  await adoptDrafts(session);
  expect(draftFor(session.state, "pair-2").verdict).toBe("right");
  expect(draftFor(session.state, "pair-0")).toEqual(here);
  expect(draftFor(session.state, "pair-1").verdict).toBe("tie");
});

test("a window that closes names what it holds, and says nothing once another tab judges", async () => {
  const server = createServer(5);
  const session = begin(server.api);
  await beginSession(session);
  leave(session);
  expect(server.left).toMatchObject([{ assignmentIds: ["pair-0", "pair-1", "pair-2"] }]);
  await giveWay(session);
  leave(session);
  expect(server.left).toHaveLength(1);
});
