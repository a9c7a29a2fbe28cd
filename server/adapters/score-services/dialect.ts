import type { RewardScale } from "#server/contracts/reward-protocol.ts";
import type { Outcome } from "./ask-in-batches.ts";
import type { Score, ScoreItem } from "./score-adapter.ts";

/** What a server tells of itself; null where it tells nothing. */
export type Identity = {
  readonly model: string | null;
  /** A hash or name of the weights. */
  readonly revision: string | null;
  /** At most so many items in one request. */
  readonly batchItemsMax: number | null;
};

export type DialectReply = {
  /** As many as the items, in their order. */
  readonly outcomes: readonly Outcome<Score>[];
  /** Each different word on the version that the replies had; more than one is an exchange. */
  readonly told: ReadonlySet<string>;
  /** In place of the configured one, where a server knows better. */
  readonly scale?: RewardScale | undefined;
};

/** How one kind of server is spoken to; everything else is common to all of them. */
export type Dialect = {
  readonly scale: RewardScale;
  readonly isRelative: boolean;
  /** Everything of the configuration that the rewards depend on, for the version. */
  readonly settings: unknown;
  /**
   * `told`: each reply tells the whole version. `named`: each reply tells the name of its model, and
   * the rewards vary too much from call to call to say more. `observed`: the version is made from what
   * the server tells of itself and the rewards of fixed texts, before and after.
   */
  readonly versioning: "told" | "named" | "observed";
  identify(signal?: AbortSignal): Promise<Identity>;
  score(
    items: readonly ScoreItem[],
    identity: Identity,
    signal?: AbortSignal,
  ): Promise<DialectReply>;
};

export const unknownIdentity: Identity = { model: null, revision: null, batchItemsMax: null };
