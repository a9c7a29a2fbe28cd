import type { RewardModelBasis } from "#server/contracts/reward-model.ts";
import type { FeatureMatrix } from "#server/core/reward/feature-matrix.ts";
import { isWithinBound } from "#server/core/reward/outside-bound.ts";
import { fromFloatBytes } from "./float-bytes.ts";

/** What an outside service says of one completion, as numbers. */
export type OutsideRow = { readonly columns: Float64Array; readonly doubt: OutsideDoubt };

type OutsideDoubt = { readonly deviation: number | null; readonly members: Float64Array | null };

/** What an outside service doubts about its own rewards, in their unit. */
export type OutsideSpread = {
  /** One per completion; 0 where the service says nothing, or says it by its members. */
  readonly deviations: Float64Array;
  /** Rewards by the members of its ensemble; zeros where there are none. */
  readonly members: FeatureMatrix;
};

type Stored = {
  readonly mean: number | null;
  readonly deviation: number | null;
  readonly members: Uint8Array | null;
  readonly embedding: Uint8Array | null;
};

/**
 * Null when anything that the basis has is not there, is of another width, or lies beyond the bound,
 * as rows from before there was one may: they are as good as missing.
 */
export function readOutside(stored: Stored, basis: RewardModelBasis): OutsideRow | null {
  const columns = readColumns(stored, basis);
  if (!columns?.every(isWithinBound)) return null;
  return { columns, doubt: readDoubt(stored) };
}

/**
 * @param doubts one per completion, null where there is nothing
 * @param memberCount members count where they are as many as this
 */
export function spreadOf(
  doubts: readonly (OutsideDoubt | null)[],
  memberCount: number,
): OutsideSpread {
  const deviations = new Float64Array(doubts.length);
  const values = new Float64Array(doubts.length * memberCount);
  for (const [row, doubt] of doubts.entries()) {
    if (doubt?.members?.length === memberCount && memberCount > 0) {
      values.set(doubt.members, row * memberCount);
    } else {
      deviations[row] = doubt?.deviation ?? 0;
    }
  }
  return { deviations, members: { width: memberCount, values } };
}

/** How many members the first completion has that has any. */
export function countMembers(doubts: readonly (OutsideDoubt | null)[]): number {
  return doubts.find((doubt) => doubt?.members)?.members?.length ?? 0;
}

function readColumns(
  { mean, embedding }: Stored,
  { hasScore, embeddingWidth }: RewardModelBasis,
): Float64Array | null {
  if (hasScore && mean === null) return null;
  const lead = hasScore && mean !== null ? [mean] : [];
  if (embeddingWidth === 0) return Float64Array.from(lead);
  if (embedding === null || embedding.byteLength !== 4 * embeddingWidth) return null;
  return Float64Array.from([...lead, ...fromFloatBytes(embedding)]);
}

/** What lies beyond the bound says nothing; a negative deviation neither. */
function readDoubt({ deviation, members: bytes }: Stored): OutsideDoubt {
  const members = bytes === null ? null : fromFloatBytes(bytes);
  const isSane = deviation !== null && deviation >= 0 && isWithinBound(deviation);
  return {
    deviation: isSane ? deviation : null,
    members: members?.every(isWithinBound) ? members : null,
  };
}
