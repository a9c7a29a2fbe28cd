/**
 * Rewards of completions, in the order asked for. Row i of `coordinates` is a point whose distance
 * to row j is the standard deviation of the margin between the two; both a posterior over weights
 * (whitened features) and an ensemble (centred members over √K) can be written so, which a single
 * standard deviation per completion cannot: what two completions share must cancel.
 */
export type ScoredCompletions = {
  /** Mean rewards in logits; only differences within a prompt mean anything. */
  readonly means: Float64Array;
  /** In single precision: enough for a standard deviation, and half the memory. */
  readonly coordinates: Float32Array;
  readonly width: number;
};

/** Gives completions rewards. It may be slow, wrong or gone: judging goes on without it. */
export type ScoreService = {
  /** Which weights answer; scores of different versions are never mixed. */
  readonly modelVersion: number;
  /** @throws when it cannot answer for all of them */
  score(completionIds: readonly number[]): Promise<ScoredCompletions>;
};
