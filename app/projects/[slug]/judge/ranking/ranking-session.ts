import { drawId } from "#app/draw-id.ts";
import { classifyFailure, type SkipReason } from "#app/projects/[slug]/judge/judge-api.ts";
import { emptyState, type JudgeState } from "#app/projects/[slug]/judge/judge-state.ts";
import { retryAfterMs } from "#app/projects/[slug]/judge/send-outbox.ts";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import type { RecordRankingInput } from "#server/contracts/ranking.ts";
import type { RankingStore } from "./ranking-store.ts";
import { finishTiers, type Tiers } from "./tiers.ts";

type Served = ApiOutputs["rankings"]["take"];
export type HeldRanking = Served["rankings"][number];

type RankingApi = {
  take(): Promise<Served>;
  record(input: RecordRankingInput): Promise<Served>;
  skip(input: { rankingId: string; reason: SkipReason }): Promise<Served>;
  undo(input: { rankingId: string }): Promise<Served>;
};

/** What the judge screen shows besides, with rankings in place of pairs. */
export type RankingState = Omit<JudgeState, "queue" | "drafts"> & {
  readonly rankings: readonly HeldRanking[];
  readonly tiers: ReadonlyMap<string, Tiers>;
};

export type RankingSession = {
  state: RankingState;
  readonly api: RankingApi;
  readonly store: RankingStore;
  readonly listeners: Set<() => void>;
  readonly wait: (milliseconds: number) => Promise<void>;
  unsent: readonly RecordRankingInput[];
  sending: Promise<void> | null;
  /** Acknowledged in this visit, newest last, for taking them back. */
  history: readonly string[];
  readonly closed: Set<string>;
  isBusy: boolean;
};

const { queue: _queue, drafts: _drafts, ...shared } = emptyState;
export const emptyRankingState: RankingState = { ...shared, rankings: [], tiers: new Map() };

export function createRankingSession(
  options: Pick<RankingSession, "api" | "store" | "wait">,
): RankingSession {
  const start = { state: emptyRankingState, listeners: new Set<() => void>(), unsent: [] };
  return { ...options, ...start, sending: null, history: [], closed: new Set(), isBusy: false };
}

/** Sends what an earlier visit left behind, then asks for rankings. */
export async function beginRanking(session: RankingSession): Promise<void> {
  // A browser that keeps nothing left nothing behind, and can rank all the same.
  const kept = await session.store.list().catch(() => new Map<string, never>());
  const tiers = new Map<string, Tiers>();
  for (const [rankingId, ranking] of kept) {
    if (ranking.submission === null) tiers.set(rankingId, ranking.tiers);
    else session.unsent = [...session.unsent, ranking.submission];
  }
  change(session, { tiers, unsent: session.unsent.length });
  await sendUnsent(session);
  await takeRankings(session);
}

export async function takeRankings(session: RankingSession): Promise<void> {
  await untilAnswered(session, async () => admit(session, await session.api.take()));
}

/** Changes the order of the ranking on the screen, and keeps it through a reload. */
export function setTiers(session: RankingSession, tiers: Tiers): void {
  const current = session.state.rankings.at(0);
  if (current === undefined) return;
  const { rankingId } = current;
  change(session, { tiers: new Map(session.state.tiers).set(rankingId, tiers), notice: null });
  void keep(session, { rankingId, tiers, submission: null });
}

/** Submits the ranking on the screen; returns at once, with the next one in its place. */
export function submitRanking(
  session: RankingSession,
  timings: RecordRankingInput["timings"],
): void {
  const current = session.state.rankings.at(0);
  if (current === undefined || session.state.phase !== "judging") return;
  const { rankingId } = current;
  const tiers = finishTiers(session.state.tiers.get(rankingId) ?? [], current.responses.length);
  if (tiers === null) return;
  const whole = tiers.map((tier) => [...tier]);
  const submission = { rankingId, idempotencyKey: drawId(), tiers: whole, timings };
  session.unsent = [...session.unsent, submission];
  const sync = session.state.sync === "offline" ? "offline" : "saving";
  leaveCurrent(session, { sync, notice: null, unsent: session.unsent.length });
  void keep(session, { rankingId, tiers: whole, submission }).then(() => sendUnsent(session));
}

export async function skipRanking(session: RankingSession, reason: SkipReason): Promise<void> {
  const current = session.state.rankings.at(0);
  if (current === undefined) return;
  await exclusively(session, async () => {
    const { rankingId } = current;
    const served = await session.api.skip({ rankingId, reason });
    leaveCurrent(session, { notice: { kind: "skipped" } });
    await session.store.forget(rankingId).catch(() => undefined);
    admit(session, served);
  });
}

/** Brings the last ranking of this visit back, in the order it was given. */
export async function undoRanking(session: RankingSession): Promise<void> {
  if (session.unsent.length > 0) return change(session, { notice: { kind: "undoOffline" } });
  const rankingId = session.history.at(-1);
  if (rankingId === undefined) return change(session, { notice: { kind: "nothingToUndo" } });
  await exclusively(session, async () => {
    const served = await session.api.undo({ rankingId });
    session.history = session.history.slice(0, -1);
    session.closed.delete(rankingId);
    const front = served.rankings.filter((ranking) => ranking.rankingId === rankingId);
    const waiting = session.state.rankings.filter((ranking) => ranking.rankingId !== rankingId);
    change(session, { rankings: [...front, ...waiting], notice: { kind: "undone" } });
    admit(session, served);
  });
}

function sendUnsent(session: RankingSession): Promise<void> {
  session.sending ??= sendAll(session).finally(() => {
    session.sending = null;
  });
  return session.sending;
}

async function sendAll(session: RankingSession): Promise<void> {
  while (session.unsent.length > 0 && session.state.phase !== "halted") {
    const submission = session.unsent[0];
    await untilAnswered(session, async () => {
      const served = await session.api.record(submission);
      await drop(session, submission);
      session.history = [...session.history, submission.rankingId];
      admit(session, served);
    });
  }
  if (session.unsent.length === 0) change(session, { sync: "saved" });
}

/** Repeats a request with growing pauses until the server has said something about it. */
async function untilAnswered(session: RankingSession, request: () => Promise<void>): Promise<void> {
  for (let failures = 0; session.state.phase !== "halted"; failures += 1) {
    try {
      return await request();
    } catch (error) {
      const failure = classifyFailure(error);
      if (failure.kind === "halted") return change(session, { phase: "halted", ...failure });
      if (failure.kind === "refused") return await letGo(session, failure.sentence);
      change(session, { sync: "offline" });
      await session.wait(retryAfterMs(failures));
    }
  }
}

/** What the server will never take must not hold back what comes after. */
async function letGo(session: RankingSession, sentence: string): Promise<void> {
  const refused = session.unsent.at(0);
  if (refused === undefined) {
    change(session, { phase: "halted", halt: { kind: "removed", sentence } });
    return;
  }
  await drop(session, refused);
  change(session, { notice: { kind: "refused", sentence } });
  if (session.state.rankings.length === 0) admit(session, await session.api.take());
}

async function drop(session: RankingSession, submission: RecordRankingInput): Promise<void> {
  session.unsent = session.unsent.filter((other) => other !== submission);
  // A browser that keeps nothing has nothing to forget either.
  await session.store.forget(submission.rankingId).catch(() => undefined);
  change(session, { unsent: session.unsent.length });
}

async function exclusively(session: RankingSession, action: () => Promise<void>): Promise<void> {
  if (session.isBusy) return;
  session.isBusy = true;
  try {
    await action();
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind === "halted") change(session, { phase: "halted", ...failure });
    else if (failure.kind === "unreachable") change(session, { notice: { kind: "unreachable" } });
    else change(session, { notice: { kind: "refused", sentence: failure.sentence } });
  } finally {
    session.isBusy = false;
  }
}

async function keep(
  session: RankingSession,
  ranking: {
    readonly rankingId: string;
    readonly tiers: Tiers;
    readonly submission: RecordRankingInput | null;
  },
): Promise<void> {
  const { rankingId, submission } = ranking;
  const tiers = ranking.tiers.map((tier) => [...tier]);
  try {
    await session.store.keep(rankingId, { tiers, submission, savedAt: Date.now() });
  } catch {
    change(session, { notice: { kind: "noStorage" } });
  }
}

function admit(session: RankingSession, served: Served): void {
  const known = new Set([
    ...session.closed,
    ...session.state.rankings.map((ranking) => ranking.rankingId),
  ]);
  const fresh = served.rankings.filter((ranking) => !known.has(ranking.rankingId));
  const rankings = [...session.state.rankings, ...fresh];
  const { idle, moreAt, judged } = served;
  change(session, {
    rankings,
    phase: rankings.length > 0 ? "judging" : "idle",
    idle,
    moreAt,
    judged,
  });
}

function leaveCurrent(session: RankingSession, and: Partial<RankingState>): void {
  const [current, ...rankings] = session.state.rankings;
  if (current !== undefined) session.closed.add(current.rankingId);
  change(session, { ...and, rankings, phase: rankings.length > 0 ? "judging" : "loading" });
}

function change(session: RankingSession, part: Partial<RankingState>): void {
  session.state = { ...session.state, ...part };
  for (const listener of session.listeners) listener();
}
