import type { Database } from "#db/client.ts";
import type { OpenPairs } from "#db/queries/open-pairs.ts";
import {
  type ChosenPair,
  countGoldPairs,
  countRepeatablePairs,
  countServablePairs,
  lockGoldPair,
  lockQueuedPair,
  lockRepeatablePair,
  lockUniformPair,
} from "#db/queries/servable-pairs.ts";
import type { ArmShares } from "#server/contracts/project-settings.ts";
import type { Slice } from "#server/contracts/vocabulary.ts";
import type { ServedArm } from "./choose-arm.ts";
import type { Annotator } from "./serve-pairs.ts";

/**
 * Twenty judgments are a quarter of an hour of reading, so that the second answer is a second
 * reading and not a memory; the five hundred before them keep the time between the two comparable
 * between annotators, and the draw cheap.
 */
const repeats = { gap: 20, reach: 500 } as const;

/** How many pairs each source could give this annotator now. */
export type ServableCounts = Readonly<Record<Slice, OpenPairs>> & {
  readonly gold: number;
  readonly repeat: number;
};

/** Counts of arms without a share are left at zero: nothing is served from them. */
export async function countServable(
  tx: Database,
  annotator: Annotator,
  shares: ArmShares,
): Promise<ServableCounts> {
  return {
    ...(await countServablePairs(tx, annotator)),
    gold: shares.gold > 0 ? await countGoldPairs(tx, annotator) : 0,
    repeat: shares.repeat > 0 ? await countRepeatablePairs(tx, { ...annotator, ...repeats }) : 0,
  };
}

/** Locks a pair of an arm; null when others took the last one meanwhile. */
export async function lockPairOfArm(
  tx: Database,
  params: Annotator & { readonly arm: ServedArm; readonly servable: ServableCounts },
): Promise<ChosenPair | null> {
  const { arm, servable, ...annotator } = params;
  const lockUniform = (slice: Slice) =>
    lockUniformPair(tx, { ...annotator, slice, servable: servable[slice] });
  switch (arm) {
    case "holdout":
      return await lockUniform("holdout");
    case "control":
      return await lockUniform("train");
    case "gold":
      return await lockGoldPair(tx, { ...annotator, servable: servable.gold });
    case "repeat":
      return await lockRepeatablePair(tx, { ...annotator, ...repeats, servable: servable.repeat });
    case "active":
      // Before the first model, and when the queue has run dry, the active arm serves uniformly.
      return (await lockQueuedPair(tx, annotator)) ?? (await lockUniform("train"));
  }
}
