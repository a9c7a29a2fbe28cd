import { drawId } from "#app/draw-id.ts";
import type { SidedVerdict } from "#server/contracts/vocabulary.ts";
import {
  classifyFailure,
  type Halt,
  type IdleReason,
  type JudgeApi,
  type LeaseOnScreen,
  type Served,
  type SkipReason,
} from "./judge-api.ts";
import type { OutboxEntry, OutboxStore } from "./outbox.ts";

export type JudgeState = {
  readonly phase: "loading" | "judging" | "idle" | "halted";
  /** The pair on the screen first, then those that wait behind it. */
  readonly queue: readonly LeaseOnScreen[];
  readonly idle: IdleReason | null;
  /** When a pair that somebody else holds may come free. */
  readonly moreAt: Date | null;
  readonly judged: { readonly today: number; readonly total: number };
  readonly sync: "saved" | "saving" | "offline";
  readonly halt: Halt | null;
  /** Said to the person once, and to screen readers. */
  readonly notice: string;
};

export type Decision = {
  readonly verdict: SidedVerdict;
  readonly strength: number | null;
  readonly timings: OutboxEntry["timings"];
};

type Options = {
  readonly projectId: string;
  readonly viewerId: string;
  readonly api: JudgeApi;
  readonly outbox: OutboxStore;
  readonly wait: (milliseconds: number) => Promise<void>;
};

/**
 * What happens between a key and the database. A decision is kept in the outbox and the next pair
 * shown at once; entries are sent one after the other, again and again until acknowledged, so that
 * nothing a person decided is lost or counted twice.
 */
export type JudgeSession = Options & {
  state: JudgeState;
  readonly listeners: Set<() => void>;
  unsent: readonly OutboxEntry[];
  sending: Promise<void> | null;
  isBusy: boolean;
};

export const emptyState: JudgeState = {
  phase: "loading",
  queue: [],
  idle: null,
  moreAt: null,
  judged: { today: 0, total: 0 },
  sync: "saved",
  halt: null,
  notice: "",
};

const retryMaxMs = 15_000;

export function createJudgeSession(options: Options): JudgeSession {
  return {
    ...options,
    state: emptyState,
    listeners: new Set(),
    unsent: [],
    sending: null,
    isBusy: false,
  };
}

/** Sends what an earlier visit left behind, then asks for pairs. */
export async function beginSession(session: JudgeSession): Promise<void> {
  session.unsent = await session.outbox.list();
  await sendUnsent(session);
  await refillQueue(session);
}

export async function refillQueue(session: JudgeSession): Promise<void> {
  const { projectId } = session;
  await sendUntilAnswered(session, async () => {
    admit(session, await session.api.take({ projectId, held: heldIds(session) }));
  });
}

/** Decides the pair on the screen; returns at once, with the next pair in its place. */
export function decide(session: JudgeSession, decision: Decision): void {
  const current = session.state.queue.at(0);
  if (current === undefined || session.state.phase !== "judging") return;
  const entry: OutboxEntry = {
    ...decision,
    projectId: session.projectId,
    viewerId: session.viewerId,
    assignmentId: current.assignmentId,
    idempotencyKey: drawId(),
    decidedAt: Date.now(),
  };
  session.unsent = [...session.unsent, entry];
  const sync = session.state.sync === "offline" ? "offline" : "saving";
  advance(session, { notice: "", sync });
  void keepAndSend(session, entry);
}

export async function undo(session: JudgeSession): Promise<void> {
  await exclusively(session, async () => {
    if (session.state.sync === "offline") {
      change(session, { notice: "Undo works again once your judgments have been sent." });
      return;
    }
    await sendUnsent(session);
    const { assignmentId, ...served } = await session.api.undo({ projectId: session.projectId });
    const reopened = served.leases.filter((lease) => lease.assignmentId === assignmentId);
    admit(session, served, reopened);
    change(session, { notice: "Undone. Judge this pair again." });
  });
}

export async function skip(session: JudgeSession, reason: SkipReason): Promise<void> {
  const current = session.state.queue.at(0);
  if (current === undefined) return;
  await exclusively(session, async () => {
    advance(session, { notice: "Skipped." });
    const { projectId } = session;
    const { assignmentId } = current;
    await sendUntilAnswered(session, async () => {
      const held = heldIds(session);
      admit(session, await session.api.skip({ projectId, assignmentId, reason, held }));
    });
  });
}

/** Renews the leases; drops those behind the current one that were given to somebody else. */
export async function beat(session: JudgeSession): Promise<void> {
  if (session.state.queue.length === 0) return;
  try {
    const { assignmentIds } = await session.api.heartbeat({ projectId: session.projectId });
    const [current, ...waiting] = session.state.queue;
    if (current === undefined) return;
    const live = waiting.filter((lease) => assignmentIds.includes(lease.assignmentId));
    change(session, { queue: [current, ...live] });
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind === "halted") halt(session, failure.halt);
  }
}

async function keepAndSend(session: JudgeSession, entry: OutboxEntry): Promise<void> {
  try {
    await session.outbox.keep(entry);
  } catch {
    change(session, { notice: "This browser keeps no drafts; stay online until it says Saved." });
  }
  await sendUnsent(session);
}

function sendUnsent(session: JudgeSession): Promise<void> {
  session.sending ??= sendAll(session).finally(() => {
    session.sending = null;
  });
  return session.sending;
}

async function sendAll(session: JudgeSession): Promise<void> {
  while (session.unsent.length > 0 && session.state.phase !== "halted") {
    const entry = session.unsent[0];
    await sendUntilAnswered(session, async () => {
      const served = await session.api.record({ ...entry, held: heldIds(session) });
      await drop(session, entry);
      admit(session, served);
    });
  }
  if (session.unsent.length === 0) change(session, { sync: "saved" });
}

/** Repeats a request with growing pauses until the server has said something about it. */
async function sendUntilAnswered(
  session: JudgeSession,
  request: () => Promise<void>,
): Promise<void> {
  for (let failures = 0; session.state.phase !== "halted"; failures += 1) {
    try {
      await request();
      if (failures > 0) change(session, { sync: session.unsent.length > 0 ? "saving" : "saved" });
      return;
    } catch (error) {
      const failure = classifyFailure(error);
      if (failure.kind === "halted") return halt(session, failure.halt);
      if (failure.kind === "refused") return await acceptRefusal(session, failure.sentence);
      change(session, { sync: "offline" });
      await session.wait(Math.min(retryMaxMs, 500 * 2 ** failures));
    }
  }
}

/** What the server will never take is let go, so that it does not hold back what comes after. */
async function acceptRefusal(session: JudgeSession, sentence: string): Promise<void> {
  const refused = session.unsent.at(0);
  if (refused === undefined) {
    halt(session, { kind: "removed", sentence });
    return;
  }
  await drop(session, refused);
  change(session, { notice: sentence });
  if (session.state.queue.length === 0) await refillQueue(session);
}

async function drop(session: JudgeSession, entry: OutboxEntry): Promise<void> {
  session.unsent = session.unsent.filter((other) => other !== entry);
  await session.outbox.forget(entry);
}

/** One undo or skip at a time; what the server refuses is said and changes nothing. */
async function exclusively(session: JudgeSession, action: () => Promise<void>): Promise<void> {
  if (session.isBusy || session.state.phase === "halted") return;
  session.isBusy = true;
  try {
    await action();
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind === "halted") halt(session, failure.halt);
    else if (failure.kind === "refused") change(session, { notice: failure.sentence });
    else change(session, { notice: "The server cannot be reached just now; try again shortly." });
  } finally {
    session.isBusy = false;
  }
}

/** Takes leases into the queue: `front` before what is on the screen, the rest behind it. */
function admit(session: JudgeSession, served: Served, front: readonly LeaseOnScreen[] = []): void {
  const known = new Set([
    ...session.unsent.map((entry) => entry.assignmentId),
    ...[...front, ...session.state.queue].map((lease) => lease.assignmentId),
  ]);
  const fresh = served.leases.filter((lease) => !known.has(lease.assignmentId));
  const queue = [...front, ...session.state.queue, ...fresh];
  const phase = queue.length > 0 ? "judging" : "idle";
  change(session, {
    queue,
    phase,
    idle: served.idle,
    moreAt: served.moreAt,
    judged: served.judged,
  });
}

function advance(session: JudgeSession, and: Partial<JudgeState>): void {
  const queue = session.state.queue.slice(1);
  change(session, { ...and, queue, phase: queue.length > 0 ? "judging" : "loading" });
}

function heldIds(session: JudgeSession): string[] {
  return session.state.queue.map((lease) => lease.assignmentId);
}

function halt(session: JudgeSession, reason: Halt): void {
  change(session, { phase: "halted", halt: reason });
}

function change(session: JudgeSession, part: Partial<JudgeState>): void {
  session.state = { ...session.state, ...part };
  for (const listener of session.listeners) listener();
}
