import type { Message } from "#server/contracts/message.ts";
import type { RewardScale } from "#server/contracts/reward-protocol.ts";
import type { ProbeResult } from "#server/contracts/score-probe.ts";
import type { ScoreServiceConfig, ScoreServiceKind } from "#server/contracts/score-service.ts";

/** One answer to a conversation. The identifier is the caller's, and unique within a call. */
export type ScoreItem = {
  readonly id: string;
  readonly messages: readonly Message[];
  readonly answer: string;
};

/** What a service says of one answer. */
export type Score = {
  /** Null for a service that gives embeddings only. Otherwise at least this is there. */
  readonly mean: number | null;
  readonly std: number | null;
  /** In the same order for every item: what two answers share cancels member by member. */
  readonly members: readonly number[] | null;
  readonly embedding: Float64Array | null;
};

/**
 * One item failing does not fail the others; the error is a sentence for a manager. With `mayPass`
 * the same question may be answered later.
 */
export type ItemScore = { readonly id: string } & (
  | { readonly ok: true; readonly score: Score }
  | { readonly ok: false; readonly error: string; readonly mayPass?: boolean }
);

export type ScoreReply = {
  /** Of every item alike; scores of different versions are never mixed. */
  readonly modelVersion: string;
  readonly scale: RewardScale;
  /** As many as were asked for, in the same order. */
  readonly items: readonly ItemScore[];
};

/** How a service is known at this moment. */
export type ServiceDescription = {
  readonly kind: ScoreServiceKind;
  /** The name that the server gives its model, or the configured one; null where neither exists. */
  readonly model: string | null;
  readonly modelVersion: string;
  readonly scale: RewardScale;
  /** To be stored beside the version and passed when the service is opened again. */
  readonly fingerprint: readonly number[];
};

/** Whether a service is asked at all at present. */
export type ServiceHealth =
  | { readonly state: "closed" }
  | {
      readonly state: "open" | "half_open";
      /** When the run of failures began. */
      readonly since: Date;
      /** When it is tried again. */
      readonly retryAt: Date;
      /** A sentence for a manager. */
      readonly reason: string;
    };

/**
 * A reward model behind an address. Every call may be slow, wrong or gone, and says so by throwing a
 * ScoreServiceFault; it never answers under a version that it did not have throughout.
 */
export type ScoreAdapter = {
  readonly kind: ScoreServiceKind;
  /** Rewards fit together only within one call, so a prompt's answers are asked for together. */
  readonly isRelative: boolean;
  /** Those of an ensemble in their order; none for a single server. */
  readonly members: readonly ScoreAdapter[];
  describe(signal?: AbortSignal): Promise<ServiceDescription>;
  /**
   * Rewards in the order asked for.
   * @throws ModelVersionChanged when the model was exchanged meanwhile: nothing may be stored
   * @throws ScoreServiceFault when the service cannot be asked or understood
   */
  score(items: readonly ScoreItem[], signal?: AbortSignal): Promise<ScoreReply>;
  /** As of now, without asking the service. */
  health(): ServiceHealth;
  /** Ends its connections. */
  close(): Promise<void>;
};

/**
 * Opening does not ask the service anything, so that it never waits.
 * @throws ScoreServiceFault when the list of allowed addresses cannot be read
 */
export type OpenScoreAdapter = (
  config: ScoreServiceConfig,
  options: {
    /** Private hosts and networks that may be asked: the environment's SCORE_SERVICE_ALLOW. */
    readonly allow: readonly string[];
    /** One for each of `listServers(config)`, in that order. */
    readonly tokens?: readonly (string | null)[];
    /** As the last description had it; without one, a version is made from what is found now. */
    readonly fingerprint?: readonly number[];
  },
) => ScoreAdapter;

/** Asks a service about texts whose order is plain, and says in words what is wrong with it. */
export type ProbeScoreService = (
  adapter: ScoreAdapter,
  signal?: AbortSignal,
) => Promise<ProbeResult>;

/**
 * The cheap part of the probe, for when a service has exchanged its model: whether every text gets
 * the same, another order gives other rewards, or a text gets another one by itself.
 * @returns what is wrong in a sentence, or null
 */
export type RecheckScoreService = (
  adapter: ScoreAdapter,
  signal?: AbortSignal,
) => Promise<string | null>;

/**
 * Asks a few texts of a reply again by themselves, where the service does not number its answers.
 * @returns what is wrong in a sentence, or null when the rewards belong to their texts
 * @throws ModelVersionChanged when another model answered meanwhile
 */
export type FindMisplaced = (
  adapter: ScoreAdapter,
  asked: { readonly items: readonly ScoreItem[]; readonly reply: ScoreReply },
  signal?: AbortSignal,
) => Promise<string | null>;
