import type { Database } from "#db/client.ts";
import { insertAssignment, lockAnnotator } from "#db/queries/assignments.ts";
import { countOwnJudgments } from "#db/queries/judgments.ts";
import { recountPairs } from "#db/queries/pairs.ts";
import { findNextLeaseEnd } from "#db/queries/progress.ts";
import { getProjectSettings, type ProjectSettings } from "#db/queries/projects.ts";
import {
  extendRankings,
  type HeldRanking,
  insertRanking,
  listHeldRankings,
  lockPairsOfPrompt,
} from "#db/queries/rankings.ts";
import type { ChosenPair } from "#db/queries/servable-pairs.ts";
import { Conflict } from "#server/errors.ts";
import { type ArmChoice, chooseArm } from "./choose-arm.ts";
import { countServable, lockPairOfArm } from "./draw-pair.ts";
import { expireLeases } from "./expire-leases.ts";
import { isKeptFromWork } from "./is-kept-from-work.ts";
import { startOfPeriod } from "./periods.ts";
import { growGroup } from "./ranking-group.ts";
import { type Annotator, explainIdle, type Serving } from "./serve-pairs.ts";

/** One ranking on the screen and one ready behind it. */
const rankingsHeldMax = 2;
const attemptsMax = 3;

export type RankingsServed = {
  readonly rankings: readonly HeldRanking[];
  readonly idle: Serving["idle"];
  readonly moreAt: Date | null;
  readonly judged: { readonly today: number; readonly total: number };
};

/**
 * Tops up what an annotator has to rank. A lead pair is chosen as in judging, by arm and policy;
 * other responses of its prompt join it, and every pair of the group is leased with it.
 * @throws Conflict in a project that judges pairs
 */
export async function serveRankings(db: Database, annotator: Annotator): Promise<RankingsServed> {
  const settings = await getProjectSettings(db, annotator.projectId);
  const { idle, rankings } = await serve(db, annotator, settings);
  const since = startOfPeriod("today");
  const { recent, total } = await countOwnJudgments(db, { ...annotator, since });
  return {
    rankings,
    idle,
    moreAt: idle === "busy" ? await findNextLeaseEnd(db, annotator) : null,
    judged: { today: recent, total },
  };
}

type Held = Pick<RankingsServed, "rankings" | "idle">;

async function serve(db: Database, annotator: Annotator, settings: ProjectSettings): Promise<Held> {
  const size = settings.form.rankingSize;
  if (size === null) throw new Conflict("This project judges pairs. Load the page again.");
  if (settings.status === "paused") return { rankings: [], idle: "paused" };
  if (await isKeptFromWork(db, annotator, settings)) return { rankings: [], idle: "unqualified" };
  const held = await serveOnce(db, annotator, { settings, size });
  if (held.rankings.length > 0 || held.idle === null) return held;
  const released = await expireLeases(db);
  return released > 0 ? await serveOnce(db, annotator, { settings, size }) : held;
}

type Ranking = { readonly settings: ProjectSettings; readonly size: number };

async function serveOnce(db: Database, annotator: Annotator, ranking: Ranking): Promise<Held> {
  return await db.transaction(async (tx) => {
    await lockAnnotator(tx, annotator);
    const { leaseSeconds } = ranking.settings.policy;
    let held = await extendRankings(tx, { ...annotator, leaseSeconds });
    while (held < rankingsHeldMax && (await leaseNext(tx, annotator, ranking))) held += 1;
    const rankings = await listHeldRankings(tx, annotator);
    return { rankings, idle: rankings.length > 0 ? null : await explainIdle(tx, annotator) };
  });
}

async function leaseNext(tx: Database, annotator: Annotator, ranking: Ranking): Promise<boolean> {
  // Gold and repeats are single pairs with one answer; they have no place in a ranking.
  const arms = { ...ranking.settings.policy.arms, gold: 0, repeat: 0 };
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const servable = await countServable(tx, annotator, arms);
    const { train, holdout } = servable;
    const open = { train: train.count > 0, holdout: holdout.count > 0, gold: false, repeat: false };
    const choice = chooseArm(arms, open, Math.random());
    if (choice === null) return false;
    const lead = await lockPairOfArm(tx, { ...annotator, arm: choice.arm, servable });
    if (lead === null) continue;
    await leaseGroup(tx, annotator, { ...ranking, ...choice, lead });
    return true;
  }
  return false;
}

async function leaseGroup(
  tx: Database,
  annotator: Annotator,
  params: Ranking & ArmChoice & { readonly lead: ChosenPair },
): Promise<void> {
  const { settings, size, arm, armShare, lead } = params;
  const { promptId, pairs } = await lockPairsOfPrompt(tx, { ...annotator, pairId: lead.pairId });
  const ends = pairs.find((pair) => pair.pairId === lead.pairId);
  if (ends === undefined) throw new Error(`pair ${lead.pairId} was not kept locked`);
  const group = growGroup(ends, pairs, { size, uniform: Math.random });
  const completionIds = [...group.completionIds];
  const rankingId = await insertRanking(tx, { ...annotator, promptId, completionIds });
  const leasedUntil = new Date(Date.now() + settings.policy.leaseSeconds * 1000);
  for (const { pairId, firstId, secondId, probability } of group.pairs) {
    await insertAssignment(tx, {
      ...annotator,
      pairId,
      rankingId,
      arm,
      armShare,
      // Only the lead was chosen by the policy itself.
      policy: pairId === lead.pairId ? lead.policy : "companion",
      propensity: armShare * lead.probability * probability,
      modelVersion: lead.modelVersion,
      guidelineVersion: settings.guidelinesVersion,
      leftIsFirst: completionIds.indexOf(firstId) < completionIds.indexOf(secondId),
      leasedUntil,
    });
  }
  await recountPairs(
    tx,
    group.pairs.map((pair) => pair.pairId),
  );
}
