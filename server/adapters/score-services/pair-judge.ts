import type { Message } from "#server/contracts/message.ts";

/** Two answers to one conversation. The identifier is the caller's, and unique within a call. */
export type JudgePair = {
  readonly id: string;
  readonly messages: readonly Message[];
  readonly first: string;
  readonly second: string;
};

export type PairMargin = { readonly id: string } & (
  | {
      readonly ok: true;
      /** Log-odds that the first answer is the better one, averaged over both orders. */
      readonly margin: number;
      /** Half of what the two orders disagree by: the pull of the first place, in log-odds. */
      readonly pull: number;
    }
  | { readonly ok: false; readonly error: string }
);

/** A language model that is asked which of two answers is better. */
export type PairJudge = {
  /** Margins in the order asked for. @throws ScoreServiceFault when it cannot be asked */
  compare(pairs: readonly JudgePair[], signal?: AbortSignal): Promise<readonly PairMargin[]>;
  close(): Promise<void>;
};
