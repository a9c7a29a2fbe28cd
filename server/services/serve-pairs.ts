import type { Database } from "#db/client.ts";
import {
  extendLeases,
  insertAssignment,
  type Lease,
  listLeases,
  lockAnnotator,
} from "#db/queries/assignments.ts";
import {
  type ChosenPair,
  countBacklog,
  hasServablePair,
  lockQueuedPair,
  lockUniformPair,
  recountPairs,
} from "#db/queries/pairs.ts";
import { getProjectSettings, type ProjectSettings } from "#db/queries/projects.ts";
import { chooseArm, type ServedArm } from "./choose-arm.ts";
import { expireLeases } from "./expire-leases.ts";
import { isKeptFromWork } from "./is-kept-from-work.ts";

export type Annotator = { readonly projectId: string; readonly annotatorId: string };

/** Why an annotator who asked for a pair got none. */
type IdleReason = "paused" | "unqualified" | "finished" | "busy" | "empty";

export type Serving = {
  /** Everything the annotator now holds, oldest first. */
  readonly leases: readonly Lease[];
  /** Set when fewer than `wanted` could be leased. */
  readonly idle: IdleReason | null;
};

const attemptsMax = 3;

/**
 * Tops an annotator's leases up to `wanted`, in one transaction: own leases are resumed first, then
 * an arm is chosen, then the best open pair that nobody else is taking at this instant.
 */
export async function servePairs(
  db: Database,
  params: Annotator & { readonly wanted: number },
): Promise<Serving> {
  const settings = await getProjectSettings(db, params.projectId);
  if (settings.status === "paused") return { leases: [], idle: "paused" };
  if (await isKeptFromWork(db, params, settings)) return { leases: [], idle: "unqualified" };
  const serving = await serveOnce(db, params, settings);
  if (serving.leases.length > 0 || serving.idle === null) return serving;
  // Lapsed leases of others may be all that is left, and the worker may be down.
  const released = await expireLeases(db);
  return released > 0 ? await serveOnce(db, params, settings) : serving;
}

async function serveOnce(
  db: Database,
  params: Annotator & { readonly wanted: number },
  settings: ProjectSettings,
): Promise<Serving> {
  return await db.transaction(async (tx) => {
    await lockAnnotator(tx, params);
    const { leaseSeconds } = settings.policy;
    let held = await extendLeases(tx, { ...params, leaseSeconds });
    while (held < params.wanted && (await leaseNext(tx, params, settings))) held += 1;
    const leases = await listLeases(tx, params);
    const idle = held < params.wanted ? await explainIdle(tx, params) : null;
    return { leases, idle };
  });
}

async function leaseNext(
  tx: Database,
  annotator: Annotator,
  settings: ProjectSettings,
): Promise<boolean> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const servable = {
      train: await hasServablePair(tx, { ...annotator, slice: "train" }),
      holdout: await hasServablePair(tx, { ...annotator, slice: "holdout" }),
    };
    const choice = chooseArm(settings.policy.arms, servable, Math.random());
    if (choice === null) return false;
    const pair = await lockPairOfArm(tx, annotator, choice.arm);
    // Others may have taken the last pair between the look and the lock.
    if (pair === null) continue;
    await leasePair(tx, { ...annotator, ...choice, pair, settings });
    return true;
  }
  return false;
}

async function lockPairOfArm(
  tx: Database,
  annotator: Annotator,
  arm: ServedArm,
): Promise<ChosenPair | null> {
  if (arm === "holdout") return await lockUniformPair(tx, { ...annotator, slice: "holdout" });
  if (arm === "control") return await lockUniformPair(tx, { ...annotator, slice: "train" });
  const queued = await lockQueuedPair(tx, annotator);
  // Before the first model, and when the queue has run dry, the active arm serves uniformly.
  return queued ?? (await lockUniformPair(tx, { ...annotator, slice: "train" }));
}

async function leasePair(
  tx: Database,
  params: Annotator & {
    readonly arm: ServedArm;
    readonly armShare: number;
    readonly pair: ChosenPair;
    readonly settings: ProjectSettings;
  },
): Promise<void> {
  const { pair, settings, armShare } = params;
  await insertAssignment(tx, {
    projectId: params.projectId,
    annotatorId: params.annotatorId,
    pairId: pair.pairId,
    arm: params.arm,
    armShare,
    policy: pair.policy,
    propensity: armShare * pair.probability,
    modelVersion: pair.modelVersion,
    guidelineVersion: settings.guidelinesVersion,
    leftIsFirst: Math.random() < 0.5,
    leasedUntil: new Date(Date.now() + settings.policy.leaseSeconds * 1000),
  });
  await recountPairs(tx, [pair.pairId]);
}

async function explainIdle(tx: Database, annotator: Annotator): Promise<IdleReason> {
  const backlog = await countBacklog(tx, annotator);
  if (backlog.total === 0) return "empty";
  return backlog.heldByOthers > 0 ? "busy" : "finished";
}
