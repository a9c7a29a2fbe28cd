import type { ScoreServiceRecord } from "#db/queries/score-services.ts";
import type {
  ScoreAdapter,
  ServiceDescription,
} from "#server/adapters/score-services/score-adapter.ts";
import type { ScoreTools } from "./score-tools.ts";

/** One stretch of asking one service, under the version that it had at the beginning. */
export type ScoreRun = {
  readonly service: ScoreServiceRecord;
  readonly tools: ScoreTools;
  readonly adapter: ScoreAdapter;
  readonly described: ServiceDescription;
  /** For one call each, so that a text that hangs does not use up the time of all others. */
  readonly limitCall: () => AbortSignal;
};
