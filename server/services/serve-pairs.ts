import type { Database } from "#db/client.ts";
import {
  extendLeases,
  insertAssignment,
  type Lease,
  listLeases,
  lockAnnotator,
} from "#db/queries/assignments.ts";
import { describeBacklog, recountPairs } from "#db/queries/pairs.ts";
import { getProjectSettings, type ProjectSettings } from "#db/queries/projects.ts";
import type { ChosenPair } from "#db/queries/servable-pairs.ts";
import { type ArmChoice, chooseArm, type Servable } from "./choose-arm.ts";
import { countServable, lockPairOfArm, type ServableCounts } from "./draw-pair.ts";
import { expireLeases } from "./expire-leases.ts";
import { isKeptFromWork } from "./is-kept-from-work.ts";
import { resumeLeases } from "./resume-leases.ts";

export type Annotator = { readonly projectId: string; readonly annotatorId: string };

/** Why an annotator who asked for a pair got none. */
type IdleReason = "paused" | "unqualified" | "finished" | "busy" | "empty";

export type Serving = {
  /** Everything the annotator now holds, oldest first. */
  readonly leases: readonly Lease[];
  /** Set when fewer than `wanted` could be leased. */
  readonly idle: IdleReason | null;
};

type Wish = Annotator & {
  readonly wanted: number;
  /** The annotator has just come back, and goes on where they left off. */
  readonly isReturn?: boolean;
};

const attemptsMax = 3;

/**
 * Tops an annotator's leases up to `wanted`, in one transaction: own leases are resumed first, then
 * an arm is chosen, then the best open pair that nobody else is taking at this instant.
 */
export async function servePairs(db: Database, params: Wish): Promise<Serving> {
  const settings = await getProjectSettings(db, params.projectId);
  if (settings.status === "paused") return { leases: [], idle: "paused" };
  if (await isKeptFromWork(db, params, settings)) return { leases: [], idle: "unqualified" };
  const serving = await serveOnce(db, params, settings);
  if (serving.leases.length > 0 || serving.idle === null) return serving;
  // Lapsed leases of others may be all that is left, and the worker may be down.
  const released = await expireLeases(db);
  return released > 0 ? await serveOnce(db, params, settings) : serving;
}

async function serveOnce(db: Database, params: Wish, settings: ProjectSettings): Promise<Serving> {
  return await db.transaction(async (tx) => {
    await lockAnnotator(tx, params);
    const { leaseSeconds } = settings.policy;
    let held = await extendLeases(tx, { ...params, leaseSeconds });
    if (params.isReturn) {
      held += await resumeLeases(tx, { ...params, leaseSeconds, limit: params.wanted - held });
    }
    let turn: Turn = "leased";
    while (held < params.wanted && turn === "leased") {
      turn = await leaseNext(tx, params, settings);
      if (turn === "leased") held += 1;
    }
    const leases = await listLeases(tx, params);
    // Whoever is at the last pairs at this very instant may leave them open.
    if (turn === "locked") return { leases, idle: "busy" };
    return { leases, idle: turn === "none" ? await explainIdle(tx, params) : null };
  });
}

/** `locked`: there are pairs to serve, and others had each that was looked at in their hands. */
type Turn = "leased" | "none" | "locked";

async function leaseNext(
  tx: Database,
  annotator: Annotator,
  settings: ProjectSettings,
): Promise<Turn> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const servable = await countServable(tx, annotator, settings.policy.arms);
    const choice = chooseArm(settings.policy.arms, hasAny(servable), Math.random());
    if (choice === null) return "none";
    const pair = await lockPairOfArm(tx, { ...annotator, arm: choice.arm, servable });
    // Others may have taken the last pair between the look and the lock.
    if (pair === null) continue;
    await leasePair(tx, { ...annotator, ...choice, pair, settings });
    return "leased";
  }
  return "locked";
}

function hasAny({ train, holdout, gold, repeat }: ServableCounts): Servable {
  return { train: train.count > 0, holdout: holdout.count > 0, gold: gold > 0, repeat: repeat > 0 };
}

async function leasePair(
  tx: Database,
  params: Annotator & ArmChoice & { readonly pair: ChosenPair; readonly settings: ProjectSettings },
): Promise<void> {
  const { pair, settings, armShare } = params;
  await insertAssignment(tx, {
    projectId: params.projectId,
    annotatorId: params.annotatorId,
    pairId: pair.pairId,
    repeatIndex: params.arm === "repeat" ? 1 : 0,
    arm: params.arm,
    armShare,
    policy: pair.policy,
    propensity: armShare * pair.probability,
    modelVersion: pair.modelVersion,
    guidelineVersion: settings.guidelinesVersion,
    leftIsFirst: Math.random() < 0.5,
    leasedUntil: new Date(Date.now() + settings.policy.leaseSeconds * 1000),
  });
  // Gold and repeats take no slot. Their pairs are shared, so that changing them here, several in a
  // transaction and in any order, could end in a deadlock.
  if (params.arm === "gold" || params.arm === "repeat") return;
  await recountPairs(tx, [pair.pairId]);
}

export async function explainIdle(tx: Database, annotator: Annotator): Promise<IdleReason> {
  const backlog = await describeBacklog(tx, annotator);
  if (!backlog.hasPairs) return "empty";
  return backlog.isHeldByOthers ? "busy" : "finished";
}
