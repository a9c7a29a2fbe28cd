import type { ServedModels } from "#server/services/open-served-models.ts";

/** What a route needs besides the request itself. */
export type ScoreContext = {
  readonly models: ServedModels;
  readonly url: URL;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  readonly countItems: (items: { readonly scored: number; readonly failed: number }) => void;
};

export type ScoreAnswer = {
  readonly status: number;
  /** A string is sent as it is, everything else as JSON. */
  readonly body: unknown;
  readonly contentType?: string;
};
