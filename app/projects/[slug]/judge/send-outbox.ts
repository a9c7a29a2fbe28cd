import { classifyFailure } from "./judge-api.ts";
import { admit, change, halt, heldIds, type JudgeSession, rememberedMax } from "./judge-state.ts";
import type { OutboxEntry } from "./outbox.ts";

const retryMaxMs = 15_000;

/** Keeps a decision where a crash cannot reach it, and sends it. */
export async function keepAndSend(session: JudgeSession, entry: OutboxEntry): Promise<void> {
  try {
    await session.outbox.keep(entry);
  } catch {
    change(session, { notice: { kind: "noStorage" } });
  }
  await sendUnsent(session);
}

/** Sends what is unsent, oldest first; calls while it is at work wait for the same end. */
export function sendUnsent(session: JudgeSession): Promise<void> {
  session.sending ??= sendAll(session).finally(() => {
    session.sending = null;
  });
  return session.sending;
}

async function sendAll(session: JudgeSession): Promise<void> {
  while (session.unsent.length > 0 && session.state.phase !== "halted") {
    const entry = session.unsent[0];
    await sendUntilAnswered(session, {
      request: async () => {
        const served = await session.api.record({ ...entry, held: heldIds(session) });
        await drop(session, entry);
        acknowledge(session, entry, served.outcome);
        admit(session, served);
      },
      // What the server will never take is let go, so that it does not hold back what comes after.
      refused: async (sentence) => {
        await drop(session, entry);
        session.closed.delete(entry.assignmentId);
        change(session, { unsent: session.unsent.length, notice: { kind: "refused", sentence } });
        if (session.state.queue.length === 0) await takeAgain(session);
      },
    });
  }
  if (session.unsent.length === 0) change(session, { sync: "saved" });
}

/** Repeats a request with growing pauses until the server has said something about it. */
export async function sendUntilAnswered(
  session: JudgeSession,
  { request, refused }: { request(): Promise<void>; refused(sentence: string): Promise<void> },
): Promise<void> {
  for (let failures = 0; session.state.phase !== "halted"; failures += 1) {
    try {
      await request();
      if (failures > 0) change(session, { sync: session.unsent.length > 0 ? "saving" : "saved" });
      return;
    } catch (error) {
      const failure = classifyFailure(error);
      if (failure.kind === "halted") return halt(session, failure.halt);
      if (failure.kind === "refused") return await refused(failure.sentence);
      change(session, { sync: "offline" });
      await session.wait(retryAfterMs(failures));
    }
  }
}

export async function takeAgain(session: JudgeSession): Promise<void> {
  const { projectId } = session;
  await sendUntilAnswered(session, {
    request: async () => {
      admit(session, await session.api.take({ projectId, held: heldIds(session) }));
    },
    refused: async (sentence) => halt(session, { kind: "removed", sentence }),
  });
}

/** Doubles each time, and is drawn anew for each browser: a server that comes back is not stormed. */
export function retryAfterMs(failures: number): number {
  return Math.min(retryMaxMs, 500 * 2 ** failures) * (0.5 + Math.random() / 2);
}

function acknowledge(
  session: JudgeSession,
  entry: OutboxEntry,
  outcome: "recorded" | "repeated" | "preceded",
): void {
  session.draftStore.forget(entry.assignmentId);
  const drafts = new Map(session.state.drafts);
  drafts.delete(entry.assignmentId);
  if (outcome === "preceded") {
    change(session, { drafts, notice: { kind: "preceded" } });
    return;
  }
  session.history = [...session.history.slice(1 - rememberedMax), entry.idempotencyKey];
  change(session, { drafts });
}

async function drop(session: JudgeSession, entry: OutboxEntry): Promise<void> {
  session.unsent = session.unsent.filter((other) => other !== entry);
  // A browser that keeps nothing has nothing to forget either.
  await session.outbox.forget(entry).catch(() => undefined);
}
