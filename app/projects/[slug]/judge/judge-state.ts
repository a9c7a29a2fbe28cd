import type { JudgmentAnswers } from "#server/contracts/judgment.ts";
import type { SidedVerdict } from "#server/contracts/vocabulary.ts";
import type { Draft } from "./answers/draft.ts";
import type { DraftStore } from "./draft-store.ts";
import type { Halt, IdleReason, JudgeApi, LeaseOnScreen, Served } from "./judge-api.ts";
import type { OutboxEntry, OutboxStore } from "./outbox.ts";

/** What has just happened, said once; a refusal comes with the server's own sentence. */
export type JudgeNotice =
  | {
      readonly kind:
        | "undone"
        | "skipped"
        | "nothingToUndo"
        | "undoOffline"
        | "unreachable"
        | "noStorage"
        | "preceded"
        | "judgedElsewhere";
    }
  | { readonly kind: "refused"; readonly sentence: string };

export type JudgeState = {
  /** `elsewhere`: another tab of this browser judges. */
  readonly phase: "loading" | "judging" | "idle" | "halted" | "elsewhere";
  /** The pair on the screen first, then those that wait behind it. */
  readonly queue: readonly LeaseOnScreen[];
  /** What has been said so far of pairs that are not judged, by assignment. */
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly idle: IdleReason | null;
  /** When a pair that somebody else holds may come free. */
  readonly moreAt: Date | null;
  readonly judged: { readonly today: number; readonly total: number };
  /** Decided here and not yet acknowledged. */
  readonly unsent: number;
  readonly sync: "saved" | "saving" | "offline";
  readonly halt: Halt | null;
  readonly notice: JudgeNotice | null;
};

export type Decision = {
  readonly verdict: SidedVerdict;
  readonly strength: number | null;
  readonly answers?: JudgmentAnswers;
  readonly timings: OutboxEntry["timings"];
};

export type SessionOptions = {
  readonly projectId: string;
  readonly viewerId: string;
  readonly api: JudgeApi;
  readonly outbox: OutboxStore;
  readonly draftStore: DraftStore;
  readonly wait: (milliseconds: number) => Promise<void>;
};

/**
 * What happens between a key and the database. A decision is kept in the outbox and the next pair
 * shown at once; entries are sent one after the other, again and again until acknowledged, so that
 * nothing a person decided is lost or counted twice.
 */
export type JudgeSession = SessionOptions & {
  state: JudgeState;
  readonly listeners: Set<() => void>;
  unsent: readonly OutboxEntry[];
  sending: Promise<void> | null;
  /** Undos wait for each other. */
  undoing: Promise<void>;
  /** Keys of the newest judgments that were acknowledged, newest last, for taking them back. */
  history: readonly string[];
  /** Assignments of which something was said here since this tab has judged. */
  readonly touched: Set<string>;
  /** Decided or skipped here: an answer that was on its way meanwhile must not bring them back. */
  readonly closed: Set<string>;
  /** Until when the server said that the leases last. */
  renewedUntil: Date | null;
};

/**
 * How far back a session knows what it has closed and can take back by itself. No answer is under
 * way for that long, and what is older is asked of the server.
 */
export const rememberedMax = 100;

export const emptyState: JudgeState = {
  phase: "loading",
  queue: [],
  drafts: new Map(),
  idle: null,
  moreAt: null,
  judged: { today: 0, total: 0 },
  unsent: 0,
  sync: "saved",
  halt: null,
  notice: null,
};

export function createJudgeSession(options: SessionOptions): JudgeSession {
  return {
    ...options,
    state: emptyState,
    listeners: new Set(),
    unsent: [],
    sending: null,
    undoing: Promise.resolve(),
    history: [],
    touched: new Set(),
    closed: new Set(),
    renewedUntil: null,
  };
}

export function change(session: JudgeSession, part: Partial<JudgeState>): void {
  session.state = { ...session.state, ...part };
  for (const listener of session.listeners) listener();
}

/** Takes leases into the queue: `front` before what is on the screen, the rest behind it. */
export function admit(
  session: JudgeSession,
  served: Served,
  front: readonly LeaseOnScreen[] = [],
): void {
  session.renewedUntil = served.renewedUntil;
  const standing = { judged: served.judged, unsent: session.unsent.length };
  if (session.state.phase === "elsewhere") {
    change(session, standing);
    return;
  }
  const isInFront = new Set(front.map((lease) => lease.assignmentId));
  for (const assignmentId of isInFront) session.closed.delete(assignmentId);
  const waiting = session.state.queue.filter((lease) => !isInFront.has(lease.assignmentId));
  const known = new Set([
    ...session.closed,
    ...session.unsent.map((entry) => entry.assignmentId),
    ...[...front, ...waiting].map((lease) => lease.assignmentId),
  ]);
  const fresh = served.leases.filter((lease) => !known.has(lease.assignmentId));
  const queue = [...front, ...waiting, ...fresh];
  const phase = queue.length > 0 ? "judging" : "idle";
  change(session, { ...standing, queue, phase, idle: served.idle, moreAt: served.moreAt });
}

/** Leaves the current pair and shows the one behind it. */
export function advance(session: JudgeSession, and: Partial<JudgeState>): void {
  const [current, ...queue] = session.state.queue;
  if (current !== undefined) close(session, current.assignmentId);
  change(session, { ...and, queue, phase: queue.length > 0 ? "judging" : "loading" });
}

function close(session: JudgeSession, assignmentId: string): void {
  session.closed.add(assignmentId);
  const [oldest] = session.closed;
  if (session.closed.size > rememberedMax) session.closed.delete(oldest);
}

export function heldIds(session: JudgeSession): string[] {
  return session.state.queue.map((lease) => lease.assignmentId);
}

export function halt(session: JudgeSession, reason: Halt): void {
  change(session, { phase: "halted", halt: reason });
}

/** Which pair of the day is on the screen, counting those on their way. */
export function pairNumber(state: JudgeState): number {
  return state.judged.today + state.unsent + 1;
}

/** The same while the pair on the screen has to wait for something else than the server. */
export function withoutPair(state: JudgeState): JudgeState {
  return state.phase === "judging" ? { ...state, phase: "loading", queue: [] } : state;
}
