import { drawId } from "#app/draw-id.ts";
import { type Draft, draftOf, emptyDraft } from "./answers/draft.ts";
import { classifyFailure, type SkipReason } from "./judge-api.ts";
import {
  admit,
  advance,
  change,
  type Decision,
  halt,
  heldIds,
  type JudgeSession,
} from "./judge-state.ts";
import type { OutboxEntry } from "./outbox.ts";
import { keepAndSend, sendUnsent, sendUntilAnswered, takeAgain } from "./send-outbox.ts";

/**
 * Begins, or begins again after another tab has judged: sends what an earlier visit left behind,
 * brings its drafts back, then asks for pairs.
 */
export async function beginSession(session: JudgeSession): Promise<void> {
  session.closed.clear();
  change(session, { phase: "loading", queue: [], notice: null });
  const [left, drafts] = await Promise.all([session.outbox.list(), session.draftStore.list()]);
  const known = new Set(session.unsent.map((entry) => entry.idempotencyKey));
  session.unsent = [
    ...session.unsent,
    ...left.filter((entry) => !known.has(entry.idempotencyKey)),
  ].toSorted((a, b) => a.decidedAt - b.decidedAt);
  change(session, { drafts, unsent: session.unsent.length });
  await sendUnsent(session);
  await refillQueue(session);
}

export async function refillQueue(session: JudgeSession): Promise<void> {
  if (session.state.phase === "elsewhere") return;
  await takeAgain(session);
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
  advance(session, { notice: null, sync, unsent: session.unsent.length });
  void keepAndSend(session, entry);
}

/** Keeps what has been said so far of a pair, as it changes. */
export function saveDraft(session: JudgeSession, assignmentId: string, draft: Draft): void {
  const drafts = new Map(session.state.drafts).set(assignmentId, draft);
  session.draftStore.keep(assignmentId, draft);
  change(session, { drafts });
}

export function draftFor(state: JudgeSession["state"], assignmentId: string | undefined): Draft {
  return (assignmentId === undefined ? null : state.drafts.get(assignmentId)) ?? emptyDraft;
}

/**
 * Takes the newest judgment back that has not been taken back yet; pressed again, the one before it.
 * What had been said becomes the draft.
 */
export async function undo(session: JudgeSession): Promise<void> {
  const turn = session.undoing.then(() => undoNewest(session));
  session.undoing = turn;
  await turn;
}

async function undoNewest(session: JudgeSession): Promise<void> {
  if (session.state.phase === "halted" || session.state.phase === "elsewhere") return;
  if (session.state.sync === "offline") return change(session, { notice: { kind: "undoOffline" } });
  await sendUnsent(session);
  try {
    const { projectId } = session;
    const idempotencyKey = session.history.at(-1) ?? (await session.api.findUndoable(projectId));
    if (idempotencyKey === null) return change(session, { notice: { kind: "nothingToUndo" } });
    const undone = await session.api.undo({ projectId, idempotencyKey });
    session.history = session.history.filter((key) => key !== idempotencyKey);
    const { assignmentId } = undone;
    saveDraft(session, assignmentId, draftOf(undone.said));
    admit(
      session,
      undone,
      undone.leases.filter((lease) => lease.assignmentId === assignmentId),
    );
    change(session, { notice: { kind: "undone" } });
  } catch (error) {
    sayFailure(session, error);
  }
}

/** Gives the pair back and moves on at once. */
export async function skip(session: JudgeSession, reason: SkipReason): Promise<void> {
  const current = session.state.queue.at(0);
  if (current === undefined || session.state.phase !== "judging") return;
  const { assignmentId } = current;
  const drafts = new Map(session.state.drafts);
  drafts.delete(assignmentId);
  session.draftStore.forget(assignmentId);
  advance(session, { notice: { kind: "skipped" }, drafts });
  const { projectId } = session;
  await sendUntilAnswered(session, {
    request: async () => {
      const held = heldIds(session);
      admit(session, await session.api.skip({ projectId, assignmentId, reason, held }));
    },
    refused: async (sentence) => {
      change(session, { notice: { kind: "refused", sentence } });
      await refillQueue(session);
    },
  });
}

/**
 * Renews the leases. Pairs behind the current one that went to somebody else are dropped, and so is
 * any that this person has judged in another window.
 */
export async function beat(session: JudgeSession): Promise<void> {
  const { projectId } = session;
  if (session.state.phase !== "judging") return;
  try {
    const before = session.state.queue;
    const answer = await session.api.heartbeat({ projectId, held: heldIds(session) });
    session.renewedUntil = answer.renewedUntil;
    // Something was decided, skipped or taken back meanwhile: what was answered is out of date.
    if (before !== session.state.queue) return;
    const [current, ...waiting] = before.filter(
      (lease) => !answer.closedIds.includes(lease.assignmentId),
    );
    const live = waiting.filter((lease) => answer.assignmentIds.includes(lease.assignmentId));
    if (current !== undefined && current === before[0]) {
      return change(session, { queue: [current, ...live] });
    }
    const queue = current === undefined ? [] : [current, ...live];
    const phase = queue.length > 0 ? "judging" : "loading";
    change(session, { queue, phase, notice: { kind: "judgedElsewhere" } });
    await refillQueue(session);
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind === "halted") halt(session, failure.halt);
  }
}

/** Another tab judges from now on. What is typed is kept first, so that it can go on there. */
export async function giveWay(session: JudgeSession): Promise<void> {
  if (session.state.phase === "halted") return;
  change(session, { phase: "elsewhere", queue: [], notice: null });
  await session.draftStore.flush();
}

/** Brings in drafts that another tab kept as it gave way, except where this one is typing already. */
export async function adoptDrafts(session: JudgeSession): Promise<void> {
  const kept = await session.draftStore.list();
  change(session, { drafts: new Map([...kept, ...session.state.drafts]) });
}

/** Says to the server, as the window closes, that its pairs may soon go to others. */
export function leave(session: JudgeSession): void {
  void session.draftStore.flush();
  const { projectId, renewedUntil } = session;
  const assignmentIds = heldIds(session);
  if (session.state.phase !== "judging" || renewedUntil === null) return;
  session.api.leave({ projectId, assignmentIds, renewedUntil });
}

function sayFailure(session: JudgeSession, error: unknown): void {
  const failure = classifyFailure(error);
  if (failure.kind === "halted") halt(session, failure.halt);
  if (failure.kind === "unreachable") change(session, { notice: { kind: "unreachable" } });
  if (failure.kind !== "refused") return;
  // It is too old, or was changed elsewhere: the next press looks for another one.
  session.history = [];
  change(session, { notice: { kind: "refused", sentence: failure.sentence } });
}
